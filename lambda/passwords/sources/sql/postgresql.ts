import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { SourceUnclear } from '../reach.ts';
import type { Database, DatabaseOptions } from './database.ts';

/** A five character code is PostgreSQL's own (appendix A of its manual); these classes mean that it cannot serve now. */
const SQLSTATE = /^[0-9A-Z]{5}$/;
const CANNOT_SERVE = /^(08|53|57P0)/;

/** PostgreSQL with a verified certificate. Loads its driver once. */
export async function createPostgreSql(options: DatabaseOptions): Promise<Database> {
  const { default: pg } = await import('pg');
  const { host, port, database, ca, query: text, timeout } = options;
  return async ({ username: user, password }, name, signal) => {
    const socket = new Socket();
    const hangUp = () => void socket.destroy();
    const client = new pg.Client({
      ...{ host, port, database, user, password },
      ssl: { rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
      stream: () => socket,
      connectionTimeoutMillis: timeout,
      statement_timeout: timeout,
    });
    // Without a listener a connection that is cut later would end the process.
    client.on('error', () => undefined);
    // TLS has begun, and nothing has been read from it.
    client.connection.once('sslconnect', () => catchFaults(client.connection.stream));
    signal.addEventListener('abort', hangUp);
    try {
      await client.connect();
      return (await client.query<Record<string, unknown>>({ text, values: [name] })).rows;
    } catch (error) {
      throw isRefusal(error) ? new SourceUnclear() : error;
    } finally {
      signal.removeEventListener('abort', hangUp);
      void client
        .end()
        .catch(() => undefined)
        .finally(hangUp);
    }
  };
}

/** The driver throws at messages that it cannot read, where nobody could catch that: the process would end. */
function catchFaults(stream: Duplex): void {
  const listeners = stream.listeners('data');
  stream.removeAllListeners('data');
  stream.on('data', (bytes: Buffer) => {
    try {
      for (const listener of listeners) listener(bytes);
    } catch {
      stream.destroy(new SourceUnclear());
    }
  });
}

function isRefusal(error: unknown): boolean {
  const code = String(Object(error).code);
  return SQLSTATE.test(code) && !CANNOT_SERVE.test(code);
}
