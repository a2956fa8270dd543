import { createImportDecider } from '../../lambda/imports/decide.ts';
import type { PreparedRules } from '../../lambda/imports/prepared-rules.ts';
import type { DecisionTrace } from '../../lambda/imports/trace.ts';
import { orgDirectory } from '../org/login-directory.ts';
import type { Org } from '../org/org.ts';
import type { ImportHook, ReplyTrace } from './import-hook.ts';
import { createJobLedger } from './job-ledger.ts';

/**
 * The production decision in this process: the given rules, the org as its directory, and a ledger in memory that
 * begins empty.
 */
export function inProcessHook({
  rules,
  org,
}: {
  readonly rules: PreparedRules;
  readonly org: Org;
}): ImportHook {
  const world = { directory: orgDirectory(org), ledger: createJobLedger() };
  const decide = createImportDecider({ rules, world, now: Date.now });
  return {
    ask: async (request, signal) => {
      const startedAt = performance.now();
      const { answer, trace } = await decide(request, signal);
      return {
        kind: 'answered',
        body: answer,
        trace: traceOf(trace),
        milliseconds: performance.now() - startedAt,
      };
    },
  };
}

function traceOf({ rules, skipped, tried, notes }: DecisionTrace): ReplyTrace {
  const passedOver = skipped.map(({ label, outcome, missing }) => ({
    label,
    outcome: missing === undefined ? outcome : `no ${missing}`,
  }));
  return {
    rules: rules.flatMap(({ rule, outcome }) => (outcome === 'fired' ? [rule] : [])),
    candidates: [...passedOver, ...tried],
    notes,
  };
}
