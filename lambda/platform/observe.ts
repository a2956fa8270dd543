import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Counts, Facts } from '../pipeline/call.ts';
import type { Fault } from '../pipeline/exchange.ts';
import { METRIC_NAMESPACE, METRIC_SERVICE } from './metrics.ts';
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

/** Exactly the fields we name: no trace header, function name or event gets into a line by itself. */
class LineFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, line: LogAttributes): LogItem {
    const { logLevel: level, timestamp, message } = attributes;
    return new LogItem({ attributes: { level, timestamp: timestamp.toISOString(), message, ...line } });
  }
}

const quiet = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * The log and the metrics of this process: one line and one embedded-metric blob a call, nothing else. Calls
 * that failed in an unforeseen way are logged as errors.
 */
export function createObserve(): Observe {
  // The sample rate is given so that no environment variable makes Powertools announce one.
  const logger = new Logger({ logFormatter: new LineFormatter(), sampleRateValue: 0 });
  const serviceName = process.env['POWERTOOLS_SERVICE_NAME'] || METRIC_SERVICE;
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName, logger: quiet });
  let coldStart = true;
  return (record) => {
    const line = { ...lineOf(record), coldStart };
    coldStart = false;
    if (record.fault) logger.error('call', line);
    else logger.info('call', line);
    // A rehearsal decides about nobody: it must not set an alarm off, nor stand in the dashboard.
    if (record.rehearsal) return;
    metrics.addDimension('hook', record.hook);
    metrics.addMetric('Milliseconds', MetricUnit.Milliseconds, record.milliseconds);
    for (const [name, count] of Object.entries(countsOf(record))) {
      metrics.addMetric(name, MetricUnit.Count, count);
    }
    metrics.publishStoredMetrics();
  };
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

function countsOf({ statusCode, counts }: CallRecord): Counts {
  return {
    Calls: 1,
    ...(statusCode >= 400 && statusCode < 500 && { Refused: 1 }),
    ...(statusCode >= 500 && { Failed: 1 }),
    ...counts,
  };
}
