import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type Io, realClock } from '../../cli/command.ts';
import { formatTable } from '../../cli/output.ts';
import { toScreen } from '../../local/screen.ts';
import { hostileText, STEERING_SIGN, unpainted } from '../arbitraries/terminal.ts';
import { fc } from '../fuzz.ts';

const io = (columns: number, color = false): Io => ({
  stdout: { write: () => true },
  stderr: { write: () => true },
  stdin: (async function* () {})(),
  env: {},
  cwd: '/',
  columns,
  color,
  watched: false,
  signal: new AbortController().signal,
  clock: realClock,
});
const widthOf = (table: string) =>
  Math.max(
    ...stripVTControlCharacters(table)
      .split('\n')
      .map((line) => [...line].length),
  );

describe('a table', () => {
  it('is as wide as its text when there is room', () => {
    expect(formatTable(io(80), ['a', 'b'], [['one', 'two']])).toBe(
      ['┌─────┬─────┐', '│ a   │ b   │', '├─────┼─────┤', '│ one │ two │', '└─────┴─────┘', ''].join('\n'),
    );
  });

  it('is never wider than the terminal, and loses no letter', () => {
    const word = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '@', '.'), maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word, word), { minLength: 1 }), fc.boolean(), (rows, color) => {
        const table = toScreen(formatTable(io(48, color), ['x', 'y', 'z'], rows));
        expect(widthOf(table)).toBeLessThanOrEqual(48);
        const letters = (text: string) => [...text].filter((sign) => sign === 'a' || sign === 'b').length;
        expect(letters(stripVTControlCharacters(table))).toBe(letters(rows.flat().join('')));
      }),
      { numRuns: 50 },
    );
  });

  it('cuts a login that is too long behind a sign of it', () => {
    const table = formatTable(io(30), ['login'], [['amara.hughes@contractors.example.org']]);
    expect(table.split('\n').slice(3, 5)).toEqual([
      '│ amara.hughes@contractors.  │',
      '│ example.org                │',
    ]);
  });

  it('keeps its frame, whatever steers a terminal in its cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hostileText, hostileText), { minLength: 1 }),
        fc.boolean(),
        (rows, color) => {
          const table = unpainted(toScreen(formatTable(io(60, color), ['x', 'y'], rows)));
          expect(table).not.toMatch(STEERING_SIGN);
          const lines = table.trimEnd().split('\n');
          expect(lines.filter((line) => /^[┌├└│].*[┐┤┘│]$/.test(line))).toEqual(lines);
        },
      ),
    );
  });
});
