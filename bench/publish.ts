import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chartOf } from './chart.ts';
import { describeMachine, thisMachine } from './machine.ts';
import { replaceBetween } from './marked.ts';
import { markdownOf } from './table.ts';
import { judge, type Verdict } from './verdict.ts';

const ROOT = path.join(import.meta.dirname, '..');
const RESULTS = path.join(ROOT, 'bench/results.json');
const PAGE = path.join(ROOT, 'docs/performance.md');
const CHART = path.join(ROOT, 'docs/performance.svg');
const MARKERS = ['<!-- figures of the last full run: begin -->', '<!-- figures: end -->'] as const;
const DIGITS = 4;

/** Writes down what a full run came to: the results for programs, the table and the chart for readers. */
export function publish(verdicts: readonly Verdict[]): void {
  const measuredAt = new Date().toISOString().slice(0, 10);
  const machine = thisMachine();
  const results = { measuredAt, machine, verdicts: verdicts.map(resultOf) };
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(CHART, chartOf(verdicts));
  const figures = [
    `Measured on ${measuredAt}: ${describeMachine(machine)}.`,
    '![How much of each budget is used](performance.svg)',
    markdownOf(verdicts),
  ];
  writeFileSync(PAGE, replaceBetween(readFileSync(PAGE, 'utf8'), MARKERS, figures.join('\n\n')));
}

/** A verdict without its rounds, which fill pages. */
function resultOf(verdict: Verdict) {
  const { what, unit, ours, baseline, ratio, most } = verdict;
  const figure = ({ median, least, most: largest }: Verdict['ratio']) =>
    Object.fromEntries(
      Object.entries({ median, least, most: largest }).map(([name, value]) => [
        name,
        Number(value.toPrecision(DIGITS)),
      ]),
    );
  return {
    what,
    unit,
    ours: figure(ours),
    baseline: { name: baseline.name, ...figure(baseline) },
    ratio: figure(ratio),
    ...(most !== undefined && { budget: most }),
    verdict: judge(verdict),
  };
}
