import type { Counts } from '../pipeline/call.ts';
import { METRIC_NAMESPACE, type MetricName } from './metrics.ts';

/** By what metrics are told apart; every one has both. */
export interface MetricDimensions {
  readonly service: string;
  readonly hook: string;
}

type MetricUnit = 'Count' | 'Milliseconds';

/** Metrics in CloudWatch's embedded metric format: a line of the log that CloudWatch reads as metrics. */
export interface MetricBlob extends MetricDimensions {
  readonly _aws: {
    /** Milliseconds since the epoch. */
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly [
      {
        readonly Namespace: string;
        readonly Dimensions: readonly [readonly (keyof MetricDimensions)[]];
        readonly Metrics: readonly { readonly Name: string; readonly Unit: MetricUnit }[];
      },
    ];
  };
}

const DIMENSIONS = ['service', 'hook'] as const;

/**
 * The blob of one call. There are fewer metrics than the hundred that one blob may define.
 *
 * Source: AWS, "Specification: Embedded metric format".
 *
 * @param at milliseconds since the epoch
 */
export function metricBlobOf(dimensions: MetricDimensions, counts: Counts, at: number): MetricBlob {
  const names = Object.keys(counts) as MetricName[];
  const Metrics = names.map((Name) => ({ Name, Unit: unitOf(Name) }));
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [{ Namespace: METRIC_NAMESPACE, Dimensions: [DIMENSIONS], Metrics }],
    },
    service: dimensions.service,
    hook: dimensions.hook,
    ...counts,
  };
}

const unitOf = (name: MetricName): MetricUnit => (name === 'Milliseconds' ? 'Milliseconds' : 'Count');
