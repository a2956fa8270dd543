import { hash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { LoginClaim, LoginPromise, Owner } from '../ledger.ts';

/** An item of the table, in DynamoDB's own JSON. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The table's only key. */
export const KEY = 'pk';

/** DynamoDB takes 2,048 bytes of key; what a file calls an identity may be longer. */
const LONGEST = 1024;

const keyOf = (kind: 'login' | 'owner' | 'number', name: string) => {
  const short = Buffer.byteLength(name) <= LONGEST ? name : `sha256:${hash('sha256', name, 'base64url')}`;
  return { [KEY]: { S: `${kind}#${short}` } };
};

/** Keys of the three kinds of records; logins and bases are given folded. */
export const loginKey = (fold: string) => keyOf('login', fold);
/** Key of what was promised to a person of an app. */
export const ownerKey = ({ appId, person }: Owner) => keyOf('owner', `${appId}#${person}`);
/** Key of the counter behind the numbers of a base, given folded. */
export const numberKey = (base: string) => keyOf('number', base);

/** A promise as it is kept, without its key. */
export function promiseItem(promise: LoginPromise): Item {
  const { login, choices, jobId, claimedAt, id, previous, previousId } = promise;
  return {
    login: { S: login },
    choices: { S: choices },
    jobId: { S: jobId },
    claimedAt: { N: String(claimedAt) },
    ...(id !== undefined && { promiseId: { N: String(id) } }),
    ...(previous !== undefined && { previous: { S: previous } }),
    ...(previousId !== undefined && { previousId: { N: String(previousId) } }),
  };
}

/** Undefined for an item that is none of ours: a foreign record is no promise. */
export function promiseFrom(item: Item | undefined): LoginPromise | undefined {
  const login = item?.['login']?.S;
  const choices = item?.['choices']?.S;
  const previous = item?.['previous']?.S;
  if (login === undefined || choices === undefined) return undefined;
  const id = numberIn(item, 'promiseId');
  const previousId = numberIn(item, 'previousId');
  return {
    ...{ login, choices, ...madeFrom(item) },
    ...(id !== undefined && { id }),
    ...(previous !== undefined && { previous }),
    ...(previousId !== undefined && { previousId }),
  };
}

/** A claim as it is kept, without its key. */
export function claimItem({ owner, jobId, claimedAt, promiseId }: LoginClaim): Item {
  return {
    appId: { S: owner.appId },
    person: { S: owner.person },
    jobId: { S: jobId },
    claimedAt: { N: String(claimedAt) },
    ...(promiseId !== undefined && { promiseId: { N: String(promiseId) } }),
  };
}

/** The claim an item keeps; undefined for an item that is none of ours. */
export function claimFrom(item: Item | undefined): LoginClaim | undefined {
  const appId = item?.['appId']?.S;
  const person = item?.['person']?.S;
  if (appId === undefined || person === undefined) return undefined;
  const promiseId = numberIn(item, 'promiseId');
  return { owner: { appId, person }, ...madeFrom(item), ...(promiseId !== undefined && { promiseId }) };
}

function madeFrom(item: Item | undefined): { readonly jobId: string; readonly claimedAt: number } {
  return { jobId: item?.['jobId']?.S ?? '', claimedAt: numberIn(item, 'claimedAt') ?? 0 };
}

/** A number of an item; undefined where there is none. */
export function numberIn(item: Item | undefined, name: string): number | undefined {
  const text = item?.[name]?.N;
  return text === undefined ? undefined : Number(text);
}
