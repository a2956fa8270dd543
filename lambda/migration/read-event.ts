import * as z from 'zod/mini';
import { PASSWORD_IMPORTED } from '../contract/event-hook-request.ts';

/** What Okta says about one first sign-in: whether it has saved the password. */
export interface PasswordImport {
  /** Okta's id of the event, the same in every delivery. */
  readonly uuid: string;
  /** When it happened, in milliseconds since the epoch. */
  readonly at: number;
  readonly succeeded: boolean;
  /** Okta's id of the person. */
  readonly userId: string;
  /** The login at that time, unless Okta does not say. */
  readonly login: string | undefined;
}

/** What one event means here. */
export type ReadEvent =
  | { readonly kind: 'import'; readonly passwordImport: PasswordImport }
  /** Something else happened: nothing to record. */
  | { readonly kind: 'other' }
  /** A first sign-in that names nobody, no time, or neither success nor failure. */
  | { readonly kind: 'unusable' };

const text = z.string().check(z.minLength(1), z.maxLength(256));
const someone = z.looseObject({
  id: text,
  type: z.string(),
  alternateId: z.optional(z.nullable(z.string())),
});
const passwordImported = z.looseObject({
  uuid: text,
  published: z.string(),
  outcome: z.looseObject({ result: z.enum(['SUCCESS', 'FAILURE']) }),
  actor: z.optional(z.unknown()),
  target: z.optional(z.nullable(z.array(z.unknown()))),
});

/** Okta's word for an alternate id that it does not know. */
const UNKNOWN = 'unknown';

/**
 * Reads one event in the form of Okta's System Log. The person is the first target that is a `User`, or else the
 * actor who is one. Never throws.
 *
 * Source: Okta, "System Log API", LogEvent.
 */
export function readEvent(event: unknown): ReadEvent {
  if (Object(event).eventType !== PASSWORD_IMPORTED) return { kind: 'other' };
  const { data } = z.safeParse(passwordImported, event);
  const at = Date.parse(data?.published ?? '');
  const person = data && [...(data.target ?? []), data.actor].map(readUser).find((user) => user);
  if (!data || !person || Number.isNaN(at)) return { kind: 'unusable' };
  const { id: userId, alternateId } = person;
  const login = alternateId && alternateId !== UNKNOWN ? alternateId : undefined;
  const succeeded = data.outcome.result === 'SUCCESS';
  return { kind: 'import', passwordImport: { uuid: data.uuid, at, succeeded, userId, login } };
}

function readUser(candidate: unknown) {
  const { data } = z.safeParse(someone, candidate);
  return data?.type === 'User' ? data : undefined;
}
