import { describe, expect, it } from '@jest/globals';
import { Comparison } from '../../../rehearsal/compare/comparison.ts';
import { EarlierRows } from '../../../rehearsal/compare/earlier-rows.ts';
import type { RehearsedRow } from '../../../rehearsal/job/rehearsed-row.ts';
import { rehearsedRow } from '../../arbitraries/rehearsed-rows.ts';
import { fc } from '../../fuzz.ts';

function compare(before: readonly RehearsedRow[], after: readonly RehearsedRow[]) {
  const earlier = new EarlierRows();
  for (const row of before) earlier.add(row);
  const comparison = new Comparison(earlier);
  const found = after.map((row) => comparison.compare(row));
  return { ...comparison.differences(), found };
}

/** Rows as a file has them: no two on one line. External ids may repeat or be missing. */
const file = fc.uniqueArray(rehearsedRow, { selector: ({ row }) => row, maxLength: 30 });
const numbers = (rows: readonly RehearsedRow[]) => [...rows].sort((a, b) => a.row - b.row);

describe('a comparison with an earlier rehearsal', () => {
  it('finds no difference between a rehearsal and itself', () => {
    fc.assert(
      fc.property(file, (rows) => {
        expect(compare(numbers(rows), numbers(rows))).toMatchObject({ different: 0, added: 0, gone: 0 });
      }),
    );
  });

  it('accounts for everybody: the same, different, new or gone', () => {
    fc.assert(
      fc.property(file, file, (before, after) => {
        const { different, added, gone, kinds, found } = compare(before, after);
        expect(after.length - added).toBe(before.length - gone);
        expect(found.filter((one) => one !== undefined)).toHaveLength(different);
        expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(different);
      }),
    );
  });

  const person: RehearsedRow = {
    row: 2,
    externalId: 'e1',
    name: 'Ann Lee',
    outcome: 'created',
    loginBefore: 'ann@example.com',
    loginAfter: 'ann@example.com',
    rules: [],
    candidates: [],
    milliseconds: 0,
    notes: [],
    changes: [],
  };

  it('knows a person by external id, wherever the row has gone', () => {
    expect(compare([person], [{ ...person, row: 9 }])).toMatchObject({ different: 0, added: 0, gone: 0 });
  });

  it.each([
    [{ outcome: 'failed' }, 'created → failed'],
    [{ loginAfter: 'ann2@example.com' }, 'created, with another login'],
  ] as const)('says how a person differs: %j', (change, kind) => {
    const { kinds, first } = compare([person], [{ ...person, ...change }]);
    expect(kinds).toEqual([{ name: kind, count: 1 }]);
    expect(first).toMatchObject([
      { row: 2, externalId: 'e1', before: { outcome: 'created' }, after: change },
    ]);
  });

  it('says that a person is linked to somebody else', () => {
    const linked = { ...person, outcome: 'linked', linkTarget: '00u1' } as const;
    const { kinds } = compare([linked], [{ ...linked, linkTarget: '00u2' }]);
    expect(kinds).toEqual([{ name: 'linked to somebody else', count: 1 }]);
  });

  it('does not take rules, notes and milliseconds for a difference', () => {
    const same = { ...person, rules: ['other'], notes: ['weak owner'], milliseconds: 9 };
    expect(compare([person], [same]).different).toBe(0);
  });
});
