import type { CredentialAction, HookErrorBody, PasswordAnswer } from '../contract/commands.ts';
import type { PasswordRequest } from '../contract/password-request.ts';
import type { Counts, Facts, HookResult } from '../pipeline/call.ts';
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
 * The HTTP answer, log facts and counts of a decision. A match is the only VERIFIED; what cannot be decided is a
 * 503, which Okta retries once and never takes for a wrong password.
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
    case 'cannot decide':
      return unavailable(
        { ...facts, reason: outcome.reason },
        { ...counts, [REASON_METRICS[outcome.reason]]: 1 },
      );
  }
}

/** The ending of a call whose time is up: nobody can say. */
export function outOfTime(): HookResult {
  return unavailable({ reason: 'out of time' }, {});
}

function answer(credential: CredentialAction, facts: Facts, counts: Counts): HookResult {
  const body: PasswordAnswer = { commands: [{ type: 'com.okta.action.update', value: { credential } }] };
  return { statusCode: 200, body, facts, counts };
}

function unavailable(facts: Facts, counts: Counts): HookResult {
  const body: HookErrorBody = { error: { errorSummary: 'temporarily unavailable' } };
  return {
    statusCode: 503,
    body,
    facts: { outcome: 'cannot decide', ...facts },
    counts: { CannotDecide: 1, ...counts },
  };
}
