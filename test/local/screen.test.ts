import { describe, expect, it } from '@jest/globals';
import { createPaint } from '../../local/paint.ts';
import { jsonText, ownText, plainText, screen, toScreen } from '../../local/screen.ts';
import { HOSTILE, hostileText, SHOWN, STEERING_SIGN } from '../arbitraries/terminal.ts';
import { fc } from '../fuzz.ts';

const RED = '\u001b[31m';
const BOLD = '\u001b[1m';

describe('a screen', () => {
  it('is steered by no text of others, and shows every other sign of it', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written: string[] = [];
        screen({ write: (one) => written.push(one) }).write(text);
        const [shown = ''] = written;
        expect(shown).not.toMatch(STEERING_SIGN);
        const letters = (one: string) => one.replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '');
        expect(letters(shown)).toBe(letters(text));
        expect(shown.split('\n')).toHaveLength(text.split('\n').length);
      }),
      { numRuns: 500 },
    );
    expect(toScreen(HOSTILE)).toBe(SHOWN);
  });

  it('lets sequences of its own through, whatever stands around and between them', () => {
    fc.assert(
      fc.property(hostileText, hostileText, hostileText, (before, inside, after) => {
        const text = `${before}${ownText(RED)}${inside}${ownText('\u001b[39m')}${after}`;
        expect(toScreen(text)).toBe(
          `${plainText(before)}${RED}${plainText(inside)}\u001b[39m${plainText(after)}`,
        );
      }),
    );
  });

  it('shows paint inside paint, and nobody else’s colours in it', () => {
    const paint = createPaint(true);
    const text = paint('bold', `a${paint('red', `b${RED}${HOSTILE}`)}c`);
    expect(toScreen(text)).toBe(`${BOLD}a${RED}b [31m${SHOWN}\u001b[39mc\u001b[22m`);
    expect(toScreen(createPaint(false)('bold', HOSTILE))).toBe(SHOWN);
  });
});

describe('JSON', () => {
  it('keeps its value, and holds nothing that steers', () => {
    const key = fc.oneof(hostileText, fc.constant('__proto__'));
    fc.assert(
      fc.property(
        fc.dictionary(key, hostileText),
        fc.option(fc.constant(2), { nil: undefined }),
        (value, indent) => {
          const text = jsonText(value, indent);
          expect(text).not.toMatch(STEERING_SIGN);
          expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
          expect(toScreen(text)).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('that steers nothing is what JSON.stringify writes', () => {
    const value = { name: 'Zoë 𝒜\n', list: [1, null] };
    expect(jsonText(value, 2)).toBe(JSON.stringify(value, null, 2));
  });
});
