import { describe, expect, it } from '@jest/globals';
import { progressLine, startProgress } from '../../cli/progress.ts';
import { fc } from '../fuzz.ts';

const HALF = { what: 'creating', done: 50_000, total: 100_000, seconds: 5_000 };

describe('a progress line', () => {
  it('fits into the terminal, whatever happens', () => {
    const progressed = fc.record({
      what: fc.constantFrom('creating', 'asking Okta for people'),
      done: fc.nat(),
      total: fc.option(fc.nat(), { nil: undefined }),
      seconds: fc.double({ min: 0, noNaN: true }),
    });
    fc.assert(
      fc.property(progressed, fc.integer({ min: 10, max: 200 }), (one, columns) => {
        expect(progressLine(one, columns).length).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it.each([64, 70, 80, 120])('says how much time is left in %d columns', (columns) => {
    expect(progressLine(HALF, columns)).toMatch(/ 50 % {2}50,000 of 100,000, 10 a second, 1 h 23 min left$/);
  });

  it('has a bar where there is room for one', () => {
    expect(progressLine(HALF, 120)).toContain(` ${'█'.repeat(12)}${'░'.repeat(12)} `);
    expect(progressLine(HALF, 64)).not.toContain('█');
  });
});

describe('progress', () => {
  it('says nothing to whom nobody watches', () => {
    const written: string[] = [];
    const stderr = { write: (text: string) => written.push(text) > 0 };
    const progress = startProgress({ stderr, watched: false, columns: 80 }, 'creating', 1);
    progress.advance();
    progress.end();
    expect(written).toEqual([]);
  });
});
