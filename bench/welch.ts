/** Two kinds of input, told apart by time or not. */
export interface Comparison {
  /** Welch's t of the means: how many standard errors they lie apart, positive where `b` takes longer. */
  readonly t: number;
  /** Medians, in the unit of the samples. */
  readonly a: number;
  readonly b: number;
}

/** The share of samples that is kept: what is above was interrupted (an interrupt, a collection, another process). */
const KEPT = 0.9;

/**
 * Compares two lists of times after the slowest tenth of both together was left out (Reparaz, Balasch, Verbauwhede:
 * "Dude, is my code constant time?", 2017, which crops at a quantile of both classes for the same reason).
 *
 * @throws RangeError when a list has fewer than two samples left
 */
export function compareTimes(a: readonly number[], b: readonly number[]): Comparison {
  const limit = quantile([...a, ...b], KEPT);
  const [one, two] = [a, b].map((times) => describe(times.filter((time) => time <= limit)));
  if (!one || !two) throw new RangeError('two lists are compared');
  const error = Math.sqrt(one.variance / one.count + two.variance / two.count);
  const difference = two.mean - one.mean;
  return { t: difference === 0 ? 0 : difference / error, a: one.median, b: two.median };
}

function describe(times: readonly number[]) {
  const count = times.length;
  if (count < 2) throw new RangeError('fewer than two samples are left');
  const mean = times.reduce((sum, time) => sum + time, 0) / count;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance, median: quantile(times, 0.5) };
}

function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
