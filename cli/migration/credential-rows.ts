import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import {
  type CredentialRecord,
  credentialFold,
  credentialFrom,
  credentialKey,
  FAILED_EVENTS,
  KEY,
  TIMES,
} from '../../lambda/passwords/credentials/record.ts';

/** What the table knows about a person, without the hash itself and the login, which is the key already. */
export interface CredentialRow extends Omit<CredentialRecord, 'stored' | 'login'> {
  /** Whether the legacy hash is still in the table. */
  readonly hashHeld: boolean;
}

/** The rows of the credential table. */
export interface CredentialRows {
  /** By Okta's id, where `migrate create` or an event has stored it. */
  readonly byId: ReadonlyMap<string, CredentialRow>;
  /** By folded login; {@link credentialRowOf} asks by a login as it is. */
  readonly byFold: ReadonlyMap<string, CredentialRow>;
}

/** Every attribute but the hash, its salt and the login, which nobody here has to see. */
const ATTRIBUTES = [KEY, 'format', 'state', 'oktaId', 'wave', FAILED_EVENTS, ...TIMES];

/** Reads the whole table, page by page; hashes stay where they are. Rejects with the SDK's errors. */
export async function scanCredentials(table: CredentialTable, signal: AbortSignal): Promise<CredentialRows> {
  const byId = new Map<string, CredentialRow>();
  const byFold = new Map<string, CredentialRow>();
  const names = ATTRIBUTES.map((name, index) => [`#${index}`, name] as const);
  const pages = paginateScan(
    { client: table.client },
    {
      TableName: table.table,
      ConsistentRead: true,
      ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names),
    },
    { abortSignal: signal },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const fold = credentialFold(item);
      const record = credentialFrom(item);
      if (fold === undefined || !record) continue;
      const row = { ...record, hashHeld: item['format'] !== undefined };
      byFold.set(fold, row);
      if (row.oktaId !== undefined) byId.set(row.oktaId, row);
    }
  }
  return { byId, byFold };
}

/** The row of somebody: by Okta's id where one has it, else by the login, folded here. */
export function credentialRowOf(
  { byId, byFold }: CredentialRows,
  { id, login }: { readonly id: string | undefined; readonly login: string },
): CredentialRow | undefined {
  const known = id === undefined ? undefined : byId.get(id);
  return known ?? byFold.get(credentialFold(credentialKey(login)) ?? '');
}
