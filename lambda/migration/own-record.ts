import { GetItemCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { foldLogin } from '../logins/fold.ts';
import { oktaLoginKey } from '../logins/okta-login-key.ts';
import type { CredentialTable } from '../passwords/credentials/find.ts';
import { credentialKey, oktaIdFrom, oktaIdKey } from '../passwords/credentials/record.ts';
import { isWritten } from '../platform/conditional-write.ts';
import type { PasswordImport } from './read-event.ts';

/** Who the person of an event is, as records know people. */
export interface Owner {
  readonly userId: string;
  /** The folded login whose record it is: the one the person was created with, also after a change of name. */
  readonly fold: string;
  /** The login as Okta compares logins, where nothing but the login leads to the record. */
  readonly login?: string;
}

/** Finds out whose record an event is about; undefined where nothing leads to one. Rejects with the SDK's errors. */
export async function ownerOf(
  { userId, login }: PasswordImport,
  { client, table: TableName }: CredentialTable,
  abortSignal: AbortSignal,
): Promise<Owner | undefined> {
  const command = new GetItemCommand({ TableName, Key: oktaIdKey(userId), ConsistentRead: true });
  const { Item } = await client.send(command, { abortSignal });
  const fold = oktaIdFrom(Item);
  if (fold !== undefined) return { userId, fold };
  return login === undefined ? undefined : { userId, fold: foldLogin(login), login: oktaLoginKey(login) };
}

/** A change of a record; without a condition, or under one that fails when it has been made already. */
export interface Change {
  /** Assignments beside those that say whose record it is, which every change makes where there are none. */
  readonly set: readonly string[];
  readonly add?: string;
  readonly condition?: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: NonNullable<UpdateItemCommandInput['ExpressionAttributeValues']>;
}

/** What says whose a record is: each written where it is missing, and a condition where it is not. */
function identityOf({ userId, login }: Owner) {
  const facts = { oktaId: userId, ...(login !== undefined && { login }) };
  const names = Object.keys(facts);
  return {
    set: names.map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    conditions: names.map((name) => `(attribute_not_exists(#${name}) OR #${name} = :${name})`),
    names: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    values: Object.fromEntries(Object.entries(facts).map(([name, value]) => [`:${name}`, { S: value }])),
  };
}

/**
 * Makes a change in the owner's own record, or makes the record: one that has another id of Okta's, or a login that only
 * looks alike, is left alone. False when the change's own condition or this one refuses it. Rejects with the SDK's errors.
 */
export async function updateOwn(
  { client, table: TableName }: CredentialTable,
  { owner, change }: { readonly owner: Owner; readonly change: Change },
  abortSignal: AbortSignal,
): Promise<boolean> {
  const identity = identityOf(owner);
  const { set, add, condition, names, values } = change;
  const assignments = [...identity.set, ...set].join(', ');
  const conditions = [...identity.conditions, ...(condition === undefined ? [] : [`(${condition})`])];
  const command = new UpdateItemCommand({
    TableName,
    Key: credentialKey(owner.fold),
    UpdateExpression: `SET ${assignments}${add === undefined ? '' : ` ADD ${add}`}`,
    ConditionExpression: conditions.join(' AND '),
    ExpressionAttributeNames: { '#state': 'state', ...identity.names, ...names },
    ExpressionAttributeValues: { ...identity.values, ...values },
  });
  return isWritten(client.send(command, { abortSignal }));
}
