import { describe, expect, it } from '@jest/globals';
import original from '@sindresorhus/transliterate';
import { transliterate } from '../../lambda/logins/transliterate.ts';
import { anyText } from '../arbitraries/people.ts';
import { fc } from '../fuzz.ts';

const SURROGATES = 0xd800;
const AFTER_SURROGATES = 0xe000;

describe('a text in Latin letters', () => {
  it('is what the package makes of it, character by character', () => {
    const ranges = [
      [0, SURROGATES],
      [AFTER_SURROGATES, 0x30000],
    ] as const;
    for (const [from, to] of ranges) {
      for (let start = from; start < to; start += 256) {
        const codes = Array.from({ length: 256 }, (_, offset) => start + offset);
        // A space between, so that none joins its neighbour.
        const text = String.fromCodePoint(...codes.flatMap((code) => [code, 0x20]));
        expect(transliterate(text)).toBe(original(text));
      }
    }
  });

  it('is what the package makes of it, also where characters join', () => {
    fc.assert(fc.property(anyText, (text) => expect(transliterate(text)).toBe(original(text))));
  });
});
