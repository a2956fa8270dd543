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
 * have it, or Okta does not have the person yet: then it means somebody else there. Reads are consistent, and as many for a name that nobody has as for one that somebody has: the time must
 * not tell. Rejects with the SDK's errors.
 */
export function createFindCredential({ client, table: TableName }: CredentialTable): FindCredential {
  const read = async (Key: Item, abortSignal: AbortSignal) => {
    const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    return (await client.send(command, { abortSignal })).Item;
  };
  return async (username, signal) => {
    const own = credentialKey(username);
    if (username.includes('@')) return credentialFrom(await read(own, signal));
    const [login, short] = await Promise.all([read(own, signal), read(shortNameKey(username), signal)]);
    const name = shortNameFrom(short);
    const owner = await read(name?.kind === 'login' ? credentialKey(name.fold) : own, signal);
    const found = name?.kind === 'login' ? credentialFrom(owner) : undefined;
    return credentialFrom(login) ?? (found && isInOkta(found) ? found : undefined);
  };
}

/** Whether the record knows that Okta has the person. */
const isInOkta = ({ oktaId, createdAt }: CredentialRecord) => oktaId !== undefined || createdAt !== undefined;
