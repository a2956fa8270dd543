import { accountIn, type NamedSecrets } from '../../platform/named-secrets.ts';
import type { CompiledSql } from '../compiled-sources.ts';
import { type ExpressionParser, nameIn } from '../expressions.ts';
import type { FormattedHash } from '../hashes/verify.ts';
import type { CheckHash } from './check-hash.ts';
import { outcomeOfFault, SourceUnclear } from './reach.ts';
import type { PasswordSource } from './source.ts';
import type { Database, Row } from './sql/database.ts';

/**
 * Reads a hash with one query and checks the password here. A person for whom the query returns no row is unknown;
 * several rows, or one without a text in the column `hash`, say nothing. A hash that is null never was one: unknown.
 */
export async function createSqlSource(
  source: CompiledSql,
  options: {
    readonly secrets: NamedSecrets;
    readonly parser: ExpressionParser;
    readonly checkHash: CheckHash;
  },
): Promise<PasswordSource> {
  const { secrets, parser, checkHash } = options;
  const rename = source.username && parser.person(source.username, 'string');
  const database = await openDatabase(source);
  const read = async (name: string, signal: AbortSignal) => {
    const account = accountIn(await secrets.read(source.secret, signal));
    if (!account) throw new SourceUnclear();
    return database(account, name, signal).catch((error: unknown) => {
      if (error instanceof SourceUnclear) secrets.forget(source.secret);
      throw error;
    });
  };
  return async ({ username, password }, signal) => {
    const name = nameIn(rename, username);
    try {
      const rows = name ? await read(name, signal) : [];
      return await checkHash(password, hashIn(rows, source.format), signal);
    } catch (error) {
      return outcomeOfFault(error, signal);
    }
  };
}

async function openDatabase(source: CompiledSql): Promise<Database> {
  if (source.engine === 'mysql') {
    const { createMySql } = await import('./sql/mysql.ts');
    return createMySql(source);
  }
  const { createPostgreSql } = await import('./sql/postgresql.ts');
  return createPostgreSql(source);
}

/**
 * The hash in the rows that a database returned; undefined when they are of nobody.
 *
 * @throws SourceUnclear for several rows, and for one without a text
 */
export function hashIn([row, ...others]: readonly Row[], format: string): FormattedHash | undefined {
  if (others.length > 0) throw new SourceUnclear();
  if (!row || row['hash'] === null) return undefined;
  const [hash, salt, own] = ['hash', 'salt', 'format'].map((column) => textOf(row[column]));
  if (hash === undefined) throw new SourceUnclear();
  return { hash, format: own ?? format, ...(salt !== undefined && { salt }) };
}

/** MySQL returns columns with a binary collation as bytes. */
function textOf(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return typeof value === 'string' ? value : undefined;
}
