/** Where the middle of some values lies, and the half of them around it. */
export interface Spread {
  readonly median: number;
  /** The lower and the upper quartile: a quarter of the values lies beyond each. */
  readonly least: number;
  readonly most: number;
}

/** The median and the quartiles; between two values of a sorted list lies a straight line. NaN without values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), least: quantile(sorted, 0.25), most: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/**
 * How many times as much as the baseline's, round by round: what slows the machine for a while slows both values
 * of a round, and so not their ratio.
 */
export function ratiosOf(ours: readonly number[], baseline: readonly number[]): readonly number[] {
  if (ours.length !== baseline.length) throw new RangeError('a round lacks one of its values');
  return ours.map((value, round) => value / (baseline[round] ?? Number.NaN));
}
