import Table from 'cli-table3';
import type { Measured } from './rounds.ts';

/** One budget with what was measured: `ratio` is ours to the baseline's. */
export interface Verdict {
  readonly what: string;
  readonly unit: string;
  readonly ours: Measured;
  readonly baseline: Measured;
  readonly ratio: number;
  /** The budget: the ratio may be this large at most; absent: reported only. */
  readonly most?: number;
}

/** Whether a budget is kept; true where there is none. */
export const isKept = ({ ratio, most = Number.POSITIVE_INFINITY }: Verdict) => ratio <= most;

/** All verdicts as a table. */
export function reportOf(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['what', 'ours', 'baseline', 'ratio', 'budget', ''],
    style: { head: [], border: [] },
  });
  for (const verdict of verdicts) {
    const { what, unit, ours, baseline, ratio, most } = verdict;
    const figure = ({ median, least, most: largest }: Measured) =>
      `${median.toFixed(1)} ${unit} (${least.toFixed(1)} to ${largest.toFixed(1)})`;
    const budget = most === undefined ? '' : `≤ ${most}`;
    const judged = most === undefined ? 'reported' : isKept(verdict) ? 'kept' : 'MISSED';
    table.push([what, figure(ours), figure(baseline), ratio.toFixed(2), budget, judged]);
  }
  return table.toString();
}
