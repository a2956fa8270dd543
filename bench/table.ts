import Table from 'cli-table3';
import { judge, type Verdict } from './verdict.ts';

const HEAD = ['what', 'ours', 'baseline', 'ratio', 'budget', 'verdict'];

/** All verdicts as a table for a screen. */
export function tableOf(verdicts: readonly Verdict[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const verdict of verdicts) table.push(rowOf(verdict));
  return table.toString();
}

/** All verdicts as a table in Markdown. */
export function markdownOf(verdicts: readonly Verdict[]): string {
  const rows = [HEAD, HEAD.map(() => '---'), ...verdicts.map(rowOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The median with the middle half of the rounds; of the ratio too, which may contradict itself. */
function rowOf(verdict: Verdict): string[] {
  const { what, unit, ours, baseline, ratio, most } = verdict;
  return [
    what,
    `${rangeOf(ours, 1)} ${unit}`,
    `${baseline.name}: ${rangeOf(baseline, 1)} ${unit}`,
    rangeOf(ratio, 2),
    most === undefined ? '' : `≤ ${most}`,
    judge(verdict),
  ];
}

function rangeOf(
  { median, least, most }: { readonly median: number; readonly least: number; readonly most: number },
  digits: number,
): string {
  const text = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: 0, maximumFractionDigits: digits });
  const [low, high] = [text(least), text(most)];
  return low === high ? text(median) : `${text(median)} (${low} to ${high})`;
}
