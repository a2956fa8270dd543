import { describe, expect, it } from '@jest/globals';
import { type Bounds, wholeNumber } from '../../local/whole-number.ts';
import { fc } from '../fuzz.ts';

class Refused extends Error {}

const read = (text: string, bounds: Bounds = {}) => wholeNumber('--n', text, bounds, Refused);
const refusal = (text: string, bounds?: Bounds): string => {
  try {
    return `read ${read(text, bounds)}`;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
};

const bounds = fc
  .tuple(fc.nat({ max: 1_000 }), fc.nat({ max: 1_000 }))
  .map(([least, more]) => ({ least, most: least + more }));

describe('a whole number', () => {
  it('is read as it was written, from its least to its most, and no further', () => {
    fc.assert(
      fc.property(bounds, fc.nat({ max: 3_000 }), fc.nat({ max: 3 }), ({ least, most }, value, zeros) => {
        const text = '0'.repeat(zeros) + value;
        const words = `--n takes a whole number from ${least} to ${most}`;
        const isIn = value >= least && value <= most;
        expect(refusal(text, { least, most })).toBe(isIn ? `read ${value}` : words);
      }),
    );
  });

  it('without bounds is anything that a number holds exactly, from 1 on', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (value) => {
        expect(refusal(String(value))).toBe(
          value === 0 ? '--n takes a whole number from 1 on' : `read ${value}`,
        );
      }),
    );
    for (const text of [String(Number.MAX_SAFE_INTEGER + 1), '9'.repeat(400)])
      expect(refusal(text)).toBe('--n takes a whole number from 1 on');
  });

  it('is nothing but digits, and what is none is not quoted', () => {
    const text = fc.oneof(
      fc.string({
        unit: fc.constantFrom('1', '0', 'e', 'x', '.', '-', '+', ' ', '\n', '_', '١', 'ⅷ'),
        maxLength: 5,
      }),
      fc.double().map(String),
      fc.string(),
    );
    fc.assert(
      fc.property(text, (one) => {
        fc.pre(!/^[0-9]+$/.test(one));
        expect(refusal(one, { least: 0 })).toBe('--n takes a whole number from 0 on');
      }),
      { numRuns: 500 },
    );
  });
});
