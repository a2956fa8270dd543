import { metricBlobOf } from '../platform/metric-blob.ts';
import { METRIC_SERVICE } from '../platform/metrics.ts';
import type { CleanUpResult } from './clean-up.ts';

/** The value of the dimension `hook` under which the clean-up counts. */
export const CLEAN_UP = 'clean-up';

/** Takes note of one run. */
export type ObserveCleanUp = (result: CleanUpResult, milliseconds: number) => void;

/** One log line and one set of metrics a run, in numbers. A run that was stopped counts no `CleanUpFinished`. */
export function createObserveCleanUp(): ObserveCleanUp {
  const service = process.env['POWERTOOLS_SERVICE_NAME'] || METRIC_SERVICE;
  return ({ deleted, kept, finished }, milliseconds) => {
    const at = new Date();
    const line = { level: 'INFO', timestamp: at.toISOString(), message: CLEAN_UP };
    print({ ...line, deleted, kept, finished, milliseconds });
    const counts = { HashesDeleted: deleted, HashesKept: kept, ...(finished && { CleanUpFinished: 1 }) };
    print(metricBlobOf({ service, hook: CLEAN_UP }, counts, at.getTime()));
  };
}

function print(entry: object): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}
