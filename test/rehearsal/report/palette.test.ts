import { describe, expect, it } from '@jest/globals';
import { OUTCOMES } from '../../../rehearsal/report/page-row.ts';
import { THEMES } from '../../../rehearsal/report/palette.ts';
import { BLINDNESSES, contrast, difference } from './color-vision.ts';

describe.each(['light', 'dark'] as const)('the %s colours', (name) => {
  const theme = THEMES[name];
  const pairs = OUTCOMES.flatMap((one, index) =>
    OUTCOMES.slice(index + 1).map((other) => [one, other] as const),
  );

  it.each(BLINDNESSES)('tell every two outcomes apart with %s', (blindness) => {
    // on a scale on which black and white differ by 100; 15 is far beyond what is just noticed (2)
    for (const [one, other] of pairs) {
      expect([one, other, difference(theme[one], theme[other], blindness) > 15]).toEqual([one, other, true]);
    }
  });

  // WCAG 2.2, success criteria 1.4.11 and 1.4.3
  it.each(['panel', 'page'] as const)(
    'stand out from the %s: marks by 3 to 1, text by 4.5 to 1',
    (surface) => {
      const weak = OUTCOMES.filter((outcome) => contrast(theme[outcome], theme.panel) < 3);
      const texts = (['text', 'quiet', 'accent'] as const).map((ink) => contrast(theme[ink], theme[surface]));
      expect(weak).toEqual([]);
      expect(Math.min(...texts)).toBeGreaterThanOrEqual(4.5);
    },
  );
});
