import { describe, expect, it } from '@jest/globals';
import { compareTimes } from '../../bench/welch.ts';
import { fc } from '../fuzz.ts';

const times = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 40, maxLength: 60 });

describe("Welch's t", () => {
  it('is that of a worked example', () => {
    // means 3 and 4, variances 2.5 each, five samples each: 1 / sqrt(2.5 / 5 + 2.5 / 5)
    const slowest = [99];
    expect(compareTimes([1, 2, 3, 4, 5, ...slowest], [2, 3, 4, 5, 6])).toEqual({ t: 1, a: 3, b: 4 });
  });

  it('changes its sign with the order, and is none for the same times', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        expect(compareTimes(a, b).t).toBeCloseTo(-compareTimes(b, a).t, 9);
        expect(compareTimes(a, a).t).toBe(0);
      }),
    );
  });

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(times, times, (a, b) => {
        const inNanoseconds = (list: readonly number[]) => list.map((time) => time * 1_000);
        expect(compareTimes(inNanoseconds(a), inNanoseconds(b)).t).toBeCloseTo(compareTimes(a, b).t, 9);
      }),
    );
  });

  it('is not moved by single samples that were interrupted', () => {
    fc.assert(
      fc.property(times, (a) => {
        expect(Math.abs(compareTimes(a, [...a, 1_000_000]).t)).toBeLessThan(1);
      }),
    );
  });

  it('needs samples', () => {
    expect(() => compareTimes([1], [1])).toThrow(RangeError);
  });
});
