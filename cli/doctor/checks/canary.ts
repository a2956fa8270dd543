import { ok, review, skipped } from '../finding.ts';
import { checkOfEachHook } from './per-hook.ts';

/** Whether a call that changes nothing goes from Okta to the service and back. */
export const canary = checkOfEachHook('canary', (live, { kind }, { canaries }) => {
  const reading = canaries[kind];
  if (!reading) return [skipped(`${kind}: not called, it is ${live.status}`)];
  if (reading.problem) return [review(`${kind}: ${reading.problem.what}`, reading.problem.next, [live.id])];
  return [ok(`${kind}: ${reading.value}`)];
});
