import type { Io } from '../command.ts';
import { painter } from '../output.ts';
import { wrap } from '../wrap.ts';
import type { Line } from './checks.ts';
import type { Verdict } from './finding.ts';

const MARKS = {
  ok: ['green', 'ok'],
  note: ['cyan', 'note'],
  review: ['red', 'REVIEW'],
  skipped: ['yellow', 'skipped'],
} as const satisfies Record<Verdict, readonly [string, string]>;

const MARK_WIDTH = 8;
const NARROWEST = 30;

/** One line a finding, with what to do below it, and the sum at the end; no wider than the terminal. */
export function showLines(lines: readonly Line[], io: Io): string {
  const paint = painter(io);
  const width = Math.max(...lines.map(({ check }) => check.length)) + 2;
  const indent = ' '.repeat(MARK_WIDTH + width);
  const texts = lines.flatMap(({ verdict, check, what, next }) => {
    const [color, mark] = MARKS[verdict];
    const room = Math.max(io.columns - indent.length, NARROWEST);
    const [first = '', ...more] = wrap(what, room);
    return [
      `${paint(color, mark.padEnd(MARK_WIDTH))}${check.padEnd(width)}${first}`,
      ...more.map((text) => indent + text),
      ...(next === undefined ? [] : wrap(`→ ${next}`, room).map((text) => indent + text)),
    ];
  });
  return [...texts, '', summary(lines)].join('\n');
}

function summary(lines: readonly Line[]): string {
  const count = (verdict: Verdict) => lines.filter((line) => line.verdict === verdict).length;
  const needed = count('review');
  const rest = `${count('ok')} ok, ${count('note')} to note, ${count('skipped')} skipped`;
  return needed === 0 ? `Nothing needs a person: ${rest}.` : `${needed} to review: ${rest}.`;
}
