import type { Counts, Facts } from '../pipeline/call.ts';
import type { Fault } from '../pipeline/exchange.ts';
import { metricBlobOf } from './metric-blob.ts';
import { METRIC_SERVICE } from './metrics.ts';
import { safeFacts } from './safe-facts.ts';

/** One answered call, as it is logged and counted. */
export interface CallRecord {
  readonly hook: string;
  /** Lambda's id of the invocation. */
  readonly requestId: string | undefined;
  readonly statusCode: number;
  readonly milliseconds: number;
  readonly rehearsal: boolean;
  readonly facts: Facts;
  readonly counts: Counts;
  /** The error behind an answer that nobody had foreseen. */
  readonly fault: Fault | undefined;
}

/** Takes note of one call. */
export type Observe = (record: CallRecord) => void;

/**
 * The log and the metrics of this process: one line and one embedded-metric blob a call on standard output, nothing
 * else. Calls that failed in an unforeseen way are logged as errors. The environment is read once, here:
 * `POWERTOOLS_SERVICE_NAME` is the dimension `service`, `POWERTOOLS_METRICS_DISABLED=true` leaves the blobs out.
 */
export function createObserve(): Observe {
  const service = process.env['POWERTOOLS_SERVICE_NAME'] || METRIC_SERVICE;
  const counting = process.env['POWERTOOLS_METRICS_DISABLED'] !== 'true';
  let coldStart = true;
  return (record) => {
    const at = new Date();
    const level = record.fault ? 'ERROR' : 'INFO';
    print({ level, timestamp: at.toISOString(), message: 'call', ...lineOf(record), coldStart });
    coldStart = false;
    // A rehearsal decides about nobody: it must not set an alarm off, nor stand in the dashboard.
    if (record.rehearsal || !counting) return;
    print(metricBlobOf({ service, hook: record.hook }, countsOf(record), at.getTime()));
  };
}

/** Past the console: Lambda's own would put time and request id before the line, or leave it out by its level. */
function print(entry: object): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

function lineOf({ hook, requestId, statusCode, milliseconds, rehearsal, facts, counts, fault }: CallRecord) {
  const counted = Object.keys(counts);
  return {
    ...safeFacts({ ...facts, ...(requestId && { requestId }) }),
    hook,
    status: statusCode,
    milliseconds,
    // An alarm on a metric leads to the calls behind it.
    ...(counted.length > 0 && { counted }),
    ...(rehearsal && { rehearsal }),
    ...(fault && { error: fault }),
  };
}

function countsOf({ statusCode, milliseconds, counts }: CallRecord): Counts {
  return {
    Milliseconds: milliseconds,
    Calls: 1,
    ...(statusCode >= 400 && statusCode < 500 && { Refused: 1 }),
    ...(statusCode >= 500 && { Failed: 1 }),
    ...counts,
  };
}
