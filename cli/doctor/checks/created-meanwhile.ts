import { ok, review, skipped } from '../finding.ts';
import { EVENT } from '../system-log.ts';
import { failedCalls } from './failures.ts';
import { checkOfLog, hookIds, sinceWords } from './log-check.ts';

/** Okta creates a person right after the call for them failed. */
const AFTER_MS = 30_000;

/** People whom Okta created by its own default because the service did not answer. */
export const createdMeanwhile = checkOfLog('created while it was down', (log, evidence) => {
  if (evidence.inlineHooks.problem) return [skipped('the inline hooks could not be read')];
  const failed = failedCalls(log.records, hookIds(evidence, 'import'));
  const ids = log.records
    .filter(
      ({ eventType, at }) =>
        eventType === EVENT.userCreated &&
        failed.some((failure) => at >= failure.at && at - failure.at <= AFTER_MS),
    )
    .flatMap(({ targetIds }) => targetIds.slice(0, 1));
  if (ids.length === 0) return [ok(`nobody ${sinceWords(log)}`)];
  const what = `${ids.length} people were created within ${AFTER_MS / 1000} s after a call had failed: ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''}`;
  return [review(what, "check their logins: Okta's default decided (--json lists all ids)", ids)];
});
