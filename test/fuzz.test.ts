import { describe, expect, it } from '@jest/globals';
import { fc, readFuzzing } from './fuzz.ts';

describe('a property', () => {
  it('that fails names the seed with which it fails again', () => {
    const isSmall = fc.property(fc.nat(), (number) => number < 1_000);
    expect(() => fc.assert(isSmall)).toThrow(/The same again: FUZZ_SEED=-?\d+/);
  });

  it('that fails when awaited does so too', async () => {
    const isSmall = fc.asyncProperty(fc.nat(), async (number) => expect(number).toBeLessThan(1_000));
    await expect(fc.assert(isSmall)).rejects.toThrow(/The same again: FUZZ_SEED=-?\d+/);
  });

  it.each([{ FUZZ_SEED: '' }, { FUZZ_SEED: '1e3' }, { FUZZ_RUNS: '0' }, { FUZZ_RUNS: 'many' }])(
    'is not run with %j',
    (variables) => {
      expect(() => readFuzzing(variables)).toThrow(TypeError);
    },
  );
});
