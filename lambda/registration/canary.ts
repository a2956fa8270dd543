import { randomUUID } from 'node:crypto';
import { OktaError } from '../platform/okta/errors.ts';
import type { OktaCallOptions, OktaClient } from '../platform/okta-client.ts';
import { pathOf } from './inline-hooks.ts';
import { INLINE_HOOK_TYPES, type InlineHookKind } from './wanted-hook.ts';

/** Who the canary is: nobody, under a domain that no one can have (RFC 2606). */
export const CANARY = {
  userId: '00uokta-hooks-canary',
  login: 'okta-hooks-canary@example.invalid',
  job: 'okta-hooks-canary',
} as const;

/** What Okta got back from the service. */
export type CanaryResult =
  /** `expected` is false when the way is open and the answer is not the one to such a call. */
  | { readonly kind: 'answered'; readonly answer: unknown; readonly expected: boolean }
  /** Okta reached nobody, or was turned away; the error's summary is for a terminal only. */
  | { readonly kind: 'failed'; readonly error: OktaError };

/**
 * Has Okta call the service through a hook, which proves address, certificate, authentication and function in one.
 * It may be repeated: nothing is claimed, counted or asked of a legacy system.
 *
 * @throws what the client throws, unless Okta says that the hook did not answer
 */
export async function playCanary(
  client: OktaClient,
  { id, kind }: { readonly id: string; readonly kind: InlineHookKind },
  call: OktaCallOptions,
): Promise<CanaryResult> {
  const path = `${pathOf(id)}/execute`;
  try {
    const { body: answer } = await client.request({
      ...call,
      method: 'POST',
      path,
      body: canaryCall(kind),
      repeatable: true,
    });
    return { kind: 'answered', answer, expected: isExpected(kind, answer) };
  } catch (error) {
    if (error instanceof OktaError && error.status === 400 && !error.isOfTokenEndpoint)
      return { kind: 'failed', error };
    throw error;
  }
}

/**
 * The call of the canary. The import links somebody to the one match there is, so that no login is promised. The
 * sign-in has a fixed name and no password, which is refused before attempts are counted and before anybody is asked.
 */
export function canaryCall(kind: InlineHookKind): object {
  const common = {
    eventId: randomUUID(),
    eventTime: new Date().toISOString(),
    eventType: INLINE_HOOK_TYPES[kind],
    eventTypeVersion: '1.0',
    cloudEventVersion: '0.1',
    contentType: 'application/json',
    source: CANARY.job,
  };
  return { ...common, data: kind === 'import' ? importData() : passwordData() };
}

function importData() {
  const { userId, login, job } = CANARY;
  const profile = { firstName: 'Canary', lastName: 'Okta Hooks', email: login };
  return {
    context: {
      conflicts: [],
      application: { name: job, id: job, label: job, status: 'ACTIVE' },
      job: { id: job, type: 'import:users' },
      matches: [userId],
      policy: ['EMAIL'],
    },
    action: { result: 'LINK_USER' },
    appUser: { profile: { ...profile, externalId: userId, userName: login } },
    user: { id: userId, profile: { ...profile, login } },
  };
}

function passwordData() {
  return {
    context: {
      request: { id: CANARY.job, method: 'POST', url: { value: '/api/v1/authn' }, ipAddress: '203.0.113.7' },
      credential: { username: CANARY.login, password: '' },
    },
    action: { credential: 'UNVERIFIED' },
  };
}

/** A link stays a link without an error; a sign-in without a password is never right. */
function isExpected(kind: InlineHookKind, answer: unknown): boolean {
  const { commands = [], error } = Object(answer ?? {}) as { commands?: unknown; error?: unknown };
  const values = Array.isArray(commands) ? commands.map(({ value }) => Object(value)) : [];
  if (kind === 'password') return !error && values.some(({ credential }) => credential === 'UNVERIFIED');
  return !error && !values.some(({ result }) => result === 'CREATE_USER');
}
