import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ratiosOf, spreadOf } from '../../bench/statistics.ts';

const values = fc.array(fc.double({ min: 0.001, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('the spread of some values', () => {
  it('has the median between the quartiles, and those between the extremes', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { least, median, most } = spreadOf(list);
        const ascending = [Math.min(...list), least, median, most, Math.max(...list)];
        for (const [index, value] of ascending.slice(1).entries())
          expect(value).toBeGreaterThanOrEqual((ascending[index] ?? 0) * (1 - 1e-12));
      }),
    );
  });

  it('does not depend on the order of the values, and leaves them as they were', () => {
    fc.assert(
      fc.property(values, (list) => {
        const before = [...list];
        expect(spreadOf(list.toReversed())).toEqual(spreadOf(list));
        expect(list).toEqual(before);
      }),
    );
  });

  it.each([
    [[7], { least: 7, median: 7, most: 7 }],
    [[4, 1, 2, 3, 5], { least: 2, median: 3, most: 4 }],
    [[1, 2], { least: 1.25, median: 1.5, most: 1.75 }],
  ])('of %j is %j', (list, spread) => {
    expect(spreadOf(list)).toEqual(spread);
  });

  it('of nothing is not a number', () => {
    expect(spreadOf([])).toEqual({ least: Number.NaN, median: Number.NaN, most: Number.NaN });
  });
});

describe('the ratios of two contenders', () => {
  it('are taken round by round, so that a slow moment of the machine does not count', () => {
    expect(ratiosOf([3, 30, 3], [2, 20, 2])).toEqual([1.5, 1.5, 1.5]);
  });

  it('refuse rounds in which one of them was not measured', () => {
    expect(() => ratiosOf([1, 2], [1])).toThrow(RangeError);
  });
});
