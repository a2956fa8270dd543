import { describe, expect, it } from '@jest/globals';
import { dnValue, filterValue } from '../../../lambda/passwords/expressions.ts';
import { fc } from '../../fuzz.ts';

/** Texts that are full of what could be syntax. */
const typed = fc.string({ unit: fc.constantFrom(...'ab ,+"\\<>;=#*()\0ü'), maxLength: 12 });

/** RFC 4514 section 2.4, read backwards. */
function unescapeDn(text: string): string {
  return text.replace(/\\(00|.)/gs, (_, sign: string) => (sign === '00' ? '\0' : sign));
}

/** RFC 4515 section 3, read backwards. */
function unescapeFilter(text: string): string {
  return text.replace(/\\([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

describe('what was typed', () => {
  it('stays one value of a DN, and itself', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const value = dnValue(text);
        expect(unescapeDn(value)).toBe(text);
        expect(value.replace(/\\(00|.)/gs, 'x')).not.toMatch(/[",+;<>=\\\0]|^[ #]| $/);
      }),
    );
  });

  it('stays one value of a filter, and itself', () => {
    fc.assert(
      fc.property(typed, (text) => {
        const value = filterValue(text);
        expect(unescapeFilter(value)).toBe(text);
        expect(value).not.toMatch(/[*()\0]|\\(?![0-9a-f]{2})/);
      }),
    );
  });

  it.each([
    ['admin,ou=admins', 'admin\\,ou\\=admins'],
    ['#1', '\\#1'],
    [' x ', '\\ x\\ '],
    [' ', '\\ '],
  ])('%j becomes %j in a DN', (text, value) => {
    expect(dnValue(text)).toBe(value);
  });
});
