import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { metricBlobOf } from '../../lambda/platform/metric-blob.ts';
import { METRIC_NAMESPACE, METRICS, type MetricName } from '../../lambda/platform/metrics.ts';

const AT = Date.UTC(2026, 10, 20);
const counts = fc.uniqueArray(fc.tuple(fc.constantFrom(...METRICS), fc.integer({ min: 0, max: 1e9 })), {
  selector: ([name]) => name,
  minLength: 1,
});

/** What AWS's own library writes down for the same numbers. */
function blobOfPowertools(numbers: readonly (readonly [MetricName, number])[]): object {
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: 'a stage' });
  metrics.setTimestamp(AT);
  metrics.addDimension('hook', 'import');
  for (const [name, value] of numbers) {
    metrics.addMetric(name, name === 'Milliseconds' ? MetricUnit.Milliseconds : MetricUnit.Count, value);
  }
  return metrics.serializeMetrics();
}

describe('the metrics of a call', () => {
  it("are the blob that AWS's own library writes, name by name and number by number", () => {
    fc.assert(
      fc.property(counts, (numbers) => {
        const blob = metricBlobOf({ service: 'a stage', hook: 'import' }, Object.fromEntries(numbers), AT);
        // As text, which is what CloudWatch reads: the order counts too.
        expect(JSON.stringify(blob)).toBe(JSON.stringify(blobOfPowertools(numbers)));
      }),
    );
  });

  it('are fewer than a blob may define', () => {
    expect(METRICS.length).toBeLessThanOrEqual(100);
  });
});
