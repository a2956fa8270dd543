import { describe, expect, it } from '@jest/globals';
import { measured } from '../../bench/rounds.ts';
import { compare, judge, within } from '../../bench/verdict.ts';

const ratio = (least: number, median: number, most: number) => ({ least, median, most });

describe('a verdict', () => {
  it.each([
    ['met', ratio(1.2, 1.3, 1.5)],
    ['noisy', ratio(1.4, 1.45, 1.6)],
    ['noisy', ratio(1.5, 1.6, 1.7)],
    ['missed', ratio(1.51, 1.6, 1.7)],
    ['missed', ratio(Number.NaN, Number.NaN, Number.NaN)],
  ])('is "%s" for the ratios %j against 1.5', (judgement, spread) => {
    expect(judge({ ratio: spread, most: 1.5 })).toBe(judgement);
  });

  it('without a budget is only reported', () => {
    expect(judge({ ratio: ratio(9, 9, 9) })).toBe('reported');
  });

  it('of a comparison goes by the rounds, not by the medians', () => {
    const ours = measured('ours', [10, 200, 30]);
    const verdict = compare('something', 'µs', ours, measured('theirs', [10, 100, 30]), 1);
    expect(verdict.ratio.median).toBe(1);
    expect(verdict.baseline.median).toBe(30);
  });

  it.each([
    [[99, 100], 'met'],
    [[101], 'missed'],
    [[50, 100, 151, 160], 'noisy'],
  ])('of %j within 100 is "%s"', (values, judgement) => {
    expect(judge(within('something', 'ms', values, 100))).toBe(judgement);
  });
});
