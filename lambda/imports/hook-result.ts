import type { HookErrorBody } from '../contract/commands.ts';
import type { ImportRequest } from '../contract/import-request.ts';
import type { Facts, HookResult } from '../pipeline/call.ts';
import type { CompiledRules } from './compiled-rules.ts';
import type { ImportDecision } from './decision.ts';

/** The ids by which an import call is found in Okta's System Log. */
export function idsOf({ eventId, data }: ImportRequest): Facts {
  const { application, job } = data.context;
  return { ...(eventId && { eventId }), appId: application.id, ...(job && { jobId: job.id }) };
}

/** The HTTP answer, log facts and counts of a decision; data problems are status 200, as Okta asks. */
export function resultOf({
  answer,
  outcome,
  login,
  trace,
  attributes,
  ruleErrors,
}: ImportDecision): HookResult {
  const fired = trace.rules.filter((rule) => rule.outcome === 'fired').map(({ rule }) => rule);
  return {
    statusCode: 200,
    body: answer,
    facts: { outcome, login, rules: fired, attributes, notes: trace.notes },
    counts: {
      ...(ruleErrors > 0 && { RuleError: ruleErrors }),
      ...(login === 'resolved' && { ConflictResolved: 1 }),
      ...(login === 'left' && { ConflictLeft: 1 }),
      ...(outcome === 'error' && { ErrorAnswered: 1 }),
      ...(outcome === 'linked' && { Linked: 1 }),
      ...(trace.directory === 'degraded' && { DirectoryDegraded: 1 }),
      ...(trace.ledger === 'degraded' && { LedgerDegraded: 1 }),
    },
  };
}

/** The ending the rules chose for a decision that did not come in time. */
export function outOfTime(onDeadline: CompiledRules['onDeadline']): HookResult {
  const facts = { outcome: 'out of time' };
  const debugContext = { notes: 'out of time' };
  if (onDeadline === 'default') return { statusCode: 200, body: { debugContext }, facts, counts: {} };
  const body: HookErrorBody = { error: { errorSummary: 'no decision in time' }, debugContext };
  return { statusCode: 200, body, facts, counts: { ErrorAnswered: 1 } };
}
