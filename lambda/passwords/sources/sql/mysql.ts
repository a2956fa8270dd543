import type { RowDataPacket } from 'mysql2';
import { SourceUnclear } from '../reach.ts';
import type { Database, DatabaseOptions } from './database.ts';

/** Codes of the server's own errors begin so; these say that it cannot serve now. */
const OF_THE_SERVER = /^ER_/;
const CANNOT_SERVE = new Set(['ER_CON_COUNT_ERROR', 'ER_SERVER_SHUTDOWN', 'ER_TOO_MANY_USER_CONNECTIONS']);

/** MySQL or MariaDB with a verified certificate, the query prepared by the server. Loads its driver once. */
export async function createMySql(options: DatabaseOptions): Promise<Database> {
  const { createConnection } = await import('mysql2');
  const { host, port, database, ca, query, timeout } = options;
  const ssl = { rejectUnauthorized: true, verifyIdentity: true, ...(ca !== undefined && { ca }) };
  return async ({ username: user, password }, name, signal) => {
    const connection = createConnection({
      ...{ host, port, database, user, password, ssl },
      connectTimeout: timeout,
    });
    const { promise, resolve, reject } = Promise.withResolvers<RowDataPacket[]>();
    const hangUp = () => {
      connection.destroy();
      reject(signal.reason);
    };
    // Also when nothing is asked: without a listener a connection that is cut would end the process.
    connection.on('error', reject);
    signal.addEventListener('abort', hangUp);
    try {
      connection.execute<RowDataPacket[]>({ sql: query, timeout }, [name], (error, rows) =>
        error ? reject(error) : resolve(rows),
      );
      return await promise;
    } catch (error) {
      throw isRefusal(error) ? new SourceUnclear() : error;
    } finally {
      signal.removeEventListener('abort', hangUp);
      connection.destroy();
    }
  };
}

function isRefusal(error: unknown): boolean {
  const code = String(Object(error).code);
  return OF_THE_SERVER.test(code) && !CANNOT_SERVE.has(code);
}
