import { hash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { foldLogin } from '../../logins/fold.ts';
import type { FormattedHash } from '../hashes/verify.ts';

/** An item of the credential table, in DynamoDB's own JSON. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** The table's only key. */
export const KEY = 'pk';

/** `waiting` for the first sign-in, `migrated` to Okta, or `disabled`: no password is right. */
export const CREDENTIAL_STATES = ['waiting', 'migrated', 'disabled'] as const;
export type CredentialState = (typeof CREDENTIAL_STATES)[number];

/** What is kept of one person's legacy password. Times are milliseconds since the epoch. */
export interface CredentialRecord {
  /** Absent once it was deleted. */
  readonly stored?: FormattedHash;
  readonly state: CredentialState;
  readonly oktaId?: string;
  readonly wave?: string;
  /** Sign-ins that Okta reported as failed. */
  readonly failures: number;
  readonly migratedAt?: number;
  readonly deleteAfter?: number;
}

/** A short name belongs to the login that is given folded, or to several people: then it identifies nobody. */
export type ShortName = { readonly kind: 'login'; readonly fold: string } | { readonly kind: 'ambiguous' };

/** DynamoDB takes 2,048 bytes of key; what is typed as a username may be longer. */
const LONGEST = 1024;

const keyOf = (kind: 'credential' | 'short', fold: string) => {
  const short = Buffer.byteLength(fold) <= LONGEST ? fold : `sha256:${hash('sha256', fold, 'base64url')}`;
  return { [KEY]: { S: `${kind}#${short}` } };
};

/** Key of a person's record; the login is folded here (`foldLogin`). */
export const credentialKey = (login: string) => keyOf('credential', foldLogin(login));

/** Key of a short name, the part of a login before its `@`; it is folded here. */
export const shortNameKey = (name: string) => keyOf('short', foldLogin(name));

export function credentialItem(record: CredentialRecord): Item {
  const { stored, state, oktaId, wave, failures, migratedAt, deleteAfter } = record;
  return {
    ...(stored && { hash: { S: stored.hash }, format: { S: stored.format } }),
    ...(stored?.salt !== undefined && { salt: { S: stored.salt } }),
    state: { S: state },
    ...(oktaId !== undefined && { oktaId: { S: oktaId } }),
    ...(wave !== undefined && { wave: { S: wave } }),
    failures: { N: String(failures) },
    ...(migratedAt !== undefined && { migratedAt: { N: String(migratedAt) } }),
    ...(deleteAfter !== undefined && { deleteAfter: { N: String(deleteAfter) } }),
  };
}

/** Undefined for an item that is none of ours: a foreign record is no credential. */
export function credentialFrom(item: Item | undefined): CredentialRecord | undefined {
  const state = CREDENTIAL_STATES.find((known) => known === item?.['state']?.S);
  if (!item || !state) return undefined;
  const text = (name: string) => item[name]?.S;
  const number = (name: string) => (item[name]?.N === undefined ? undefined : Number(item[name].N));
  const [hashText, format, salt] = [text('hash'), text('format'), text('salt')];
  const [oktaId, wave] = [text('oktaId'), text('wave')];
  const [migratedAt, deleteAfter] = [number('migratedAt'), number('deleteAfter')];
  return {
    ...(hashText !== undefined && {
      stored: { hash: hashText, format: format ?? 'auto', ...(salt !== undefined && { salt }) },
    }),
    state,
    ...(oktaId !== undefined && { oktaId }),
    ...(wave !== undefined && { wave }),
    failures: number('failures') ?? 0,
    ...(migratedAt !== undefined && { migratedAt }),
    ...(deleteAfter !== undefined && { deleteAfter }),
  };
}

export function shortNameItem(name: ShortName): Item {
  return name.kind === 'login' ? { login: { S: name.fold } } : { ambiguous: { BOOL: true } };
}

export function shortNameFrom(item: Item | undefined): ShortName | undefined {
  if (item?.['ambiguous']?.BOOL) return { kind: 'ambiguous' };
  const fold = item?.['login']?.S;
  return fold === undefined ? undefined : { kind: 'login', fold };
}
