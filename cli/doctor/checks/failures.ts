import { ok, review, skipped } from '../finding.ts';
import { EVENT, type LogRecord } from '../system-log.ts';
import { checkOfLog, hookIds, sinceWords } from './log-check.ts';

/** Of a reason, in characters. */
const LONGEST = 120;

/** Calls that Okta could not carry out, by reason. */
export const failures = checkOfLog('failures', (log, evidence) => {
  if (evidence.inlineHooks.problem) return [skipped('the inline hooks could not be read')];
  const failed = failedCalls(log.records, hookIds(evidence));
  if (failed.length === 0) return [ok(`none ${sinceWords(log)}`)];
  const counts = new Map<string, number>();
  for (const { reason = 'no reason given' } of failed) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) =>
    review(
      `${count} failed ${sinceWords(log)}: ${reason.slice(0, LONGEST)}`,
      'see docs/runbook.md and the dashboard of the deployment',
    ),
  );
});

/** The failed calls of these hooks. */
export const failedCalls = (records: readonly LogRecord[], ids: ReadonlySet<string>): readonly LogRecord[] =>
  records.filter(
    ({ eventType, isFailure, targetIds }) =>
      eventType === EVENT.hookExecuted && isFailure && targetIds.some((id) => ids.has(id)),
  );
