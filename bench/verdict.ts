import { type Measured, measured } from './rounds.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

/** What was measured for one budget, as the ratio of ours to the baseline's. */
export interface Verdict {
  readonly what: string;
  readonly unit: string;
  readonly ours: Measured;
  readonly baseline: Measured;
  readonly ratio: Spread;
  /** The budget: the ratio may be this large at most; absent: reported only. */
  readonly most?: number;
}

export type Judgement = 'met' | 'missed' | 'noisy' | 'reported';

/**
 * Compares two contenders that were measured in the same rounds.
 *
 * @param most the budget of the ratio; absent: reported only
 */
export function compare(
  what: string,
  unit: string,
  ours: Measured,
  baseline: Measured,
  most?: number,
): Verdict {
  const ratio = spreadOf(ratiosOf(ours.values, baseline.values));
  return { what, unit, ours, baseline, ratio, ...(most !== undefined && { most }) };
}

/** Holds values against a fixed limit in the same unit; that is the baseline then, and the budget is 1. */
export function within(what: string, unit: string, values: readonly number[], limit: number): Verdict {
  const limits = measured(
    'the budget',
    values.map(() => limit),
  );
  return compare(what, unit, measured('ours', values), limits, 1);
}

/**
 * Whether a budget is kept: `met` when the middle half of the rounds keeps it, `missed` when none of that half
 * does, `noisy` when it lies in between: the rounds contradict each other. NaN keeps nothing.
 */
export function judge({ ratio, most }: Pick<Verdict, 'ratio' | 'most'>): Judgement {
  if (most === undefined) return 'reported';
  if (ratio.most <= most) return 'met';
  return ratio.least <= most ? 'noisy' : 'missed';
}
