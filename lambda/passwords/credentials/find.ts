import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  type CredentialRecord,
  credentialFrom,
  credentialKey,
  type Item,
  shortNameFrom,
  shortNameKey,
} from './record.ts';

/** Where the credentials are kept. */
export interface CredentialTable {
  readonly client: DynamoDBClient;
  /** Name or ARN of a table with the string key `pk`. */
  readonly table: string;
}

/** Finds the record that belongs to what a person typed; undefined when it identifies nobody. */
export type FindCredential = (username: string, signal: AbortSignal) => Promise<CredentialRecord | undefined>;

/**
 * Looks up a login, folded as Okta compares logins, and where there is none a short name, unless several people
 * have it. Reads are consistent. Rejects with the SDK's errors.
 */
export function createFindCredential({ client, table: TableName }: CredentialTable): FindCredential {
  const read = async (Key: Item, abortSignal: AbortSignal) => {
    const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    return (await client.send(command, { abortSignal })).Item;
  };
  return async (username, signal) => {
    const [login, short] = await Promise.all([
      read(credentialKey(username), signal),
      username.includes('@') ? undefined : read(shortNameKey(username), signal),
    ]);
    const found = credentialFrom(login);
    const name = shortNameFrom(short);
    if (found || name?.kind !== 'login') return found;
    return credentialFrom(await read(credentialKey(name.fold), signal));
  };
}
