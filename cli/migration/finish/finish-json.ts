import type { FinishResult } from './result.ts';

/** A run for machines: counts and the sheet; nobody is named. */
export function finishJson(result: FinishResult, isDone: boolean) {
  const {
    decisions,
    chosen,
    outcomes,
    refused,
    left,
    unlisted,
    uncreated,
    appeared,
    interrupted,
    hashes,
    sheet,
  } = result;
  const counted = decisions.map(({ straggler: { kind }, ...decision }) => ({
    kind,
    action: decision.action,
    ...(decision.action === 'nothing' ? { because: decision.because } : { by: decision.by }),
  }));
  const groups = Map.groupBy(counted, (one) => JSON.stringify(one));
  return {
    dryRun: !isDone,
    stopped: false,
    stragglers: [...groups.values()].flatMap(([first, ...others]) =>
      first ? [{ ...first, people: others.length + 1 }] : [],
    ),
    chosen: chosen.length,
    outcomes,
    refused,
    left: left.length,
    unlisted,
    uncreated,
    appeared,
    interrupted,
    ...(hashes && { hashes }),
    sheet,
  };
}
