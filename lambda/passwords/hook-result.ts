import type { CredentialAction, PasswordAnswer } from '../contract/commands.ts';
import type { PasswordRequest } from '../contract/password-request.ts';
import type { Counts, Facts, HookResult } from '../pipeline/call.ts';
import { Undecidable } from '../pipeline/errors.ts';
import type { MetricName } from '../platform/metrics.ts';
import type { Attempt } from './attempt.ts';
import type { PasswordDecision } from './decide.ts';
import type { UndecidedReason } from './outcome.ts';

/** What counts each reason apart. */
const REASON_METRICS: Readonly<Record<UndecidedReason, MetricName>> = {
  'source down': 'SourceDown',
  'source slow': 'SourceSlow',
  'source unclear': 'SourceUnclear',
  'malformed hash': 'HashMalformed',
  'unsupported hash': 'HashUnsupported',
  'over the work limit': 'OverWorkLimit',
  throttled: 'PasswordThrottled',
  'short name': 'ShortName',
};

/** The ids by which a password call is found in Okta's System Log. */
export function idsOf({ eventId }: PasswordRequest): Facts {
  return eventId ? { eventId } : {};
}

/** The attempt that a call passes on. */
export function attemptOf({ eventId, data }: PasswordRequest): Attempt {
  const { credential, request } = data.context;
  const { username, password } = credential;
  return { username, password, address: request?.ipAddress ?? '', eventId: eventId ?? undefined };
}

/**
 * The HTTP answer, log facts and counts of a decision. A match is the only VERIFIED.
 *
 * @throws Undecidable (503) for what cannot be decided: Okta retries once and never takes it for a wrong password
 */
export function resultOf({ outcome, source, ruleError, throttleDegraded }: PasswordDecision): HookResult {
  const counts: Counts = {
    ...(ruleError && { RuleError: 1 }),
    ...(throttleDegraded && { ThrottleDegraded: 1 }),
  };
  const facts = { ...(source !== undefined && { source }) };
  switch (outcome.kind) {
    case 'match':
      return answer('VERIFIED', { outcome: 'verified', ...facts }, { ...counts, Verified: 1 });
    case 'no match':
      return answer('UNVERIFIED', { outcome: 'unverified', ...facts }, { ...counts, Unverified: 1 });
    case 'cannot decide': {
      const { reason } = outcome;
      throw new Undecidable(reason, { ...counts, CannotDecide: 1, [REASON_METRICS[reason]]: 1 }, facts);
    }
  }
}

/** The ending of a call whose time is up: nobody can say, which is thrown as {@link Undecidable}. */
export function outOfTime(): never {
  throw new Undecidable('out of time', { CannotDecide: 1 });
}

function answer(credential: CredentialAction, facts: Facts, counts: Counts): HookResult {
  const body: PasswordAnswer = { commands: [{ type: 'com.okta.action.update', value: { credential } }] };
  return { statusCode: 200, body, facts, counts };
}
