import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import type { CredentialRecord } from '../../lambda/passwords/credentials/record.ts';

/** What the table knows about a person, without the hash itself. */
export interface CredentialRow extends Omit<CredentialRecord, 'stored'> {
  /** Whether the legacy hash is still in the table. */
  readonly hashHeld: boolean;
}

/** The rows of the credential table. */
export interface CredentialRows {
  /** By Okta's id, where `migrate create` or an event has stored it. */
  readonly byId: ReadonlyMap<string, CredentialRow>;
  /** By folded login; ask with {@link credentialFold}. */
  readonly byFold: ReadonlyMap<string, CredentialRow>;
}

/** Reads the whole table, page by page; the hashes in it are dropped. Rejects with the SDK's errors. */
export declare function scanCredentials(table: CredentialTable, signal: AbortSignal): Promise<CredentialRows>;
