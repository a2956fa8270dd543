import type { Account } from '../../../platform/named-secrets.ts';
import type { CompiledSql } from '../../compiled-sources.ts';

export type Row = Readonly<Record<string, unknown>>;

/**
 * Runs the one query of a source with the name as its parameter, on a connection of its own over TLS: one that was
 * kept may be dead after the process was frozen. Rejects with `SourceUnclear` when the server did answer and refused.
 */
export type Database = (account: Account, name: string, signal: AbortSignal) => Promise<readonly Row[]>;

/** What a driver needs of a source. */
export type DatabaseOptions = Pick<CompiledSql, 'host' | 'port' | 'database' | 'ca' | 'query' | 'timeout'>;
