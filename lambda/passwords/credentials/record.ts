import { hash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { foldLogin } from '../../logins/fold.ts';
import type { FormattedHash } from '../hashes/verify.ts';

/** An item of the credential table, in DynamoDB's own JSON. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The table's only key. */
export const KEY = 'pk';

/** `waiting` for the first sign-in, `migrated` to Okta, or `disabled`: no password is right. */
const CREDENTIAL_STATES = ['waiting', 'migrated', 'disabled'] as const;
type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** What is kept of one person's legacy password. Times are milliseconds since the epoch. */
export interface CredentialRecord {
  /** Absent once it was deleted. */
  readonly stored?: FormattedHash;
  readonly state: CredentialState;
  /**
   * The login as Okta compares logins (`oktaLoginKey`), finer than the key of the record: two people of Okta's, such as
   * Søren and Soren, can share a key, and must never share a password. Absent where only an event without one made it.
   */
  readonly login?: string;
  readonly oktaId?: string;
  readonly wave?: string;
  /** When Okta created the person for the programme. */
  readonly createdAt?: number;
  /** First sign-ins that Okta reported as failed, each once; counted up to {@link FAILURES_COUNTED}. */
  readonly failures: number;
  /** The latest of them. */
  readonly lastFailureAt?: number;
  /** When Okta reported that it has saved the password, the latest time it did. */
  readonly migratedAt?: number;
  /** When the hash may be deleted, unless a first sign-in failed after `migratedAt`. */
  readonly deleteAfter?: number;
  /** Since when a link to choose a password, given by `migrate finish`, stands in for the legacy password: Okta's clock. */
  readonly endedAt?: number;
  /** When it was. */
  readonly hashDeletedAt?: number;
}

/** What can be written of a record as a whole: failures are kept as the set of Okta's ids of the events. */
export type WritableCredential = Omit<CredentialRecord, 'failures'>;

/** The attribute with the ids of the events behind `failures`: adding one twice adds it once. */
export const FAILED_EVENTS = 'failedEvents';

/** The attributes that recording an event reads and writes; the hash is none of them. */
export const EVENT_ATTRIBUTES = [
  ...(['oktaId', 'login', 'state', 'migratedAt', 'deleteAfter', 'lastFailureAt'] as const),
  FAILED_EVENTS,
] as const;

/** An item has 400 KB; who failed this often needs a call, not a figure. */
export const FAILURES_COUNTED = 50;

/** A short name belongs to the login that is given folded, or to several people: then it identifies nobody. */
export type ShortName = { readonly kind: 'login'; readonly fold: string } | { readonly kind: 'ambiguous' };

/** DynamoDB takes 2,048 bytes of key; what is typed as a username may be longer. */
const LONGEST = 1024;

const keyOf = (kind: 'credential' | 'short' | 'okta', name: string) => {
  const short = Buffer.byteLength(name) <= LONGEST ? name : `sha256:${hash('sha256', name, 'base64url')}`;
  return { [KEY]: { S: `${kind}#${short}` } };
};

const splitKey = (key: string) => {
  const end = key.indexOf('#');
  return [key.slice(0, end), key.slice(end + 1)] as const;
};

/** Key of a person's record; the login is folded here (`foldLogin`). */
export const credentialKey = (login: string) => keyOf('credential', foldLogin(login));

/** Key of a short name, the part of a login before its `@`; it is folded here. */
export const shortNameKey = (name: string) => keyOf('short', foldLogin(name));

/** Key of the item that leads from Okta's id of a person to the record, whatever the login is by now. */
export const oktaIdKey = (id: string) => keyOf('okta', id);

/** Times of a record, in milliseconds since the epoch, each an attribute of the same name. */
export const TIMES = [
  'createdAt',
  'lastFailureAt',
  'migratedAt',
  'deleteAfter',
  'endedAt',
  'hashDeletedAt',
] as const;

/** A record as it is kept, without its key and without the failures, which are added event by event. */
export function credentialItem(record: WritableCredential): Item {
  const { stored, state, login, oktaId, wave } = record;
  const times = TIMES.flatMap((name) => {
    const time = record[name];
    return time === undefined ? [] : [[name, { N: String(time) }] as const];
  });
  return {
    ...(stored && { hash: { S: stored.hash }, format: { S: stored.format } }),
    ...(stored?.salt !== undefined && { salt: { S: stored.salt } }),
    state: { S: state },
    ...(login !== undefined && { login: { S: login } }),
    ...(oktaId !== undefined && { oktaId: { S: oktaId } }),
    ...(wave !== undefined && { wave: { S: wave } }),
    ...Object.fromEntries(times),
  };
}

/** Undefined for an item that is none of ours: a foreign record is no credential. */
export function credentialFrom(item: Item | undefined): CredentialRecord | undefined {
  const state = CREDENTIAL_STATES.find((known) => known === item?.['state']?.S);
  if (!item || !state) return undefined;
  const text = (name: string) => item[name]?.S;
  const times = TIMES.flatMap((name) => {
    const time = item[name]?.N;
    return time === undefined ? [] : [[name, Number(time)] as const];
  });
  const [hashText, format, salt] = [text('hash'), text('format'), text('salt')];
  const [login, oktaId, wave] = [text('login'), text('oktaId'), text('wave')];
  return {
    ...(hashText !== undefined && {
      stored: { hash: hashText, format: format ?? 'auto', ...(salt !== undefined && { salt }) },
    }),
    state,
    ...(login !== undefined && { login }),
    ...(oktaId !== undefined && { oktaId }),
    ...(wave !== undefined && { wave }),
    failures: item[FAILED_EVENTS]?.SS?.length ?? 0,
    ...Object.fromEntries(times),
  };
}

/** The folded login under which a person's record is kept; undefined for other items. */
export function credentialFold(item: Item): string | undefined {
  const [kind, fold] = splitKey(item[KEY]?.S ?? '');
  return kind === 'credential' ? fold : undefined;
}

/** `fold` is the folded login of the record that belongs to an id of Okta. */
export const oktaIdItem = (fold: string): Item => ({ login: { S: fold } });

/** The folded login in such an item. */
export const oktaIdFrom = (item: Item | undefined): string | undefined => item?.['login']?.S;

/** A short name as it is kept. */
export function shortNameItem(name: ShortName): Item {
  return name.kind === 'login' ? { login: { S: name.fold } } : { ambiguous: { BOOL: true } };
}

/** The short name an item keeps; undefined for none. */
export function shortNameFrom(item: Item | undefined): ShortName | undefined {
  if (item?.['ambiguous']?.BOOL) return { kind: 'ambiguous' };
  const fold = item?.['login']?.S;
  return fold === undefined ? undefined : { kind: 'login', fold };
}
