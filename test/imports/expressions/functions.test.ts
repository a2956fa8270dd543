import { describe, expect, it } from '@jest/globals';
import { ascii, initial, squash } from '../../../lambda/imports/expressions/functions/latin.ts';
import { domain, infix, localPart } from '../../../lambda/imports/expressions/functions/login.ts';
import {
  glob,
  pad,
  after as textAfter,
  before as textBefore,
} from '../../../lambda/imports/expressions/functions/text.ts';
import { createLoginValidity } from '../../../lambda/logins/validity.ts';
import { anyText, plainLogin } from '../../arbitraries/people.ts';
import { fc } from '../../fuzz.ts';

const DOES_NOT_APPLY = expect.objectContaining({ code: 'does_not_apply' });

/** The result, or undefined where the function does not apply; any other error fails the test. */
function result<Value>(call: () => Value): Value | undefined {
  try {
    return call();
  } catch (error) {
    expect(error).toEqual(DOES_NOT_APPLY);
    return undefined;
  }
}

describe('infix', () => {
  it.each([
    ['sally.admin@example.com', 'Jo', 'sally.jo.admin@example.com'],
    ['sally_admin@example.com', 'Jo', 'sally_jo_admin@example.com'],
    ['anna-lena.smith@example.com', 'Mary Ann', 'anna-lena.maryann.smith@example.com'],
    ['a.b.smith@example.com', 'Zoë', 'a.b.zoe.smith@example.com'],
    ['anna-lena@example.com', 'Jean-Luc', 'anna-jean-luc-lena@example.com'],
    ['sally.admin', "..J..O'Neil.", 'sally.j.oneil.admin'],
    ['Sally.Admin@Example.com', 'ŁUKASZ', 'Sally.lukasz.Admin@Example.com'],
  ])('puts %s and %s together as a person would', (login, text, expected) => {
    expect(infix(login, text)).toBe(expected);
  });

  it.each([
    ['sally@example.com', 'Jo'],
    ['.sally@example.com', 'Jo'],
    ['sally.@example.com', 'Jo'],
    ['sally.admin@example.com', ''],
    ['sally.admin@example.com', ' .-_ '],
    ['sally.admin@example.com', '小龍'],
    ['sally.admin@example.com', 'x'.repeat(60)],
    [`a.b@${'x'.repeat(90)}.com`, 'Joanna'],
  ])('does not apply to %s with %j', (login, text) => {
    expect(() => infix(login, text)).toThrow(DOES_NOT_APPLY);
  });

  it('gives a valid login, or does not apply, whatever the middle name', () => {
    const isValid = createLoginValidity('email');
    fc.assert(
      fc.property(plainLogin, fc.oneof(anyText, fc.string({ unit: 'binary' })), (login, text) => {
        const inserted = result(() => infix(login, text));
        expect(inserted === undefined || isValid(inserted)).toBe(true);
      }),
    );
  });
});

describe('Latin spelling', () => {
  it.each([
    ['Łukasz Müller', 'Lukasz Mueller'],
    ['José Núñez', 'Jose Nunez'],
    ['Ærøskøbing', 'AEroskobing'],
    ['ﬁn', 'fin'],
    ['Владимир', 'Vladimir'],
    ['sally–admin', 'sally-admin'],
    ['', ''],
  ])('spells %s as %s', (text, expected) => {
    expect(ascii(text)).toBe(expected);
  });

  it('is ASCII and stays as it is when spelled again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const spelled = result(() => ascii(text));
        if (spelled === undefined) return;
        expect(spelled).toMatch(/^[ -~]*$/);
        expect(ascii(spelled)).toBe(spelled);
      }),
    );
  });

  it('never drops a letter silently', () => {
    expect(() => ascii('john李@example.com')).toThrow(DOES_NOT_APPLY);
    expect(ascii('john🙂@example.com')).toBe('john@example.com');
  });

  it('has an initial where it has a letter or digit', () => {
    expect(initial('Élodie')).toBe('E');
    expect(initial("'t Hooft")).toBe('t');
    expect(() => initial('李')).toThrow(DOES_NOT_APPLY);
    fc.assert(fc.property(anyText, (text) => expect(result(() => initial(text)) ?? 'x').toHaveLength(1)));
  });

  it('has no separator twice, first or last once it is squashed', () => {
    expect(squash(".Anna..Maria O'Neil_-x-")).toBe('Anna.MariaONeil_x');
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[a._-]*$/)), (text) => {
        const squashed = result(() => squash(text)) ?? 'x';
        expect(squashed).not.toMatch(/[._-]{2}|^[._-]|[._-]$/);
        expect(squash(squashed)).toBe(squashed);
      }),
    );
  });
});

describe('parts of a text', () => {
  it('gives the login back from local part and domain', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[^@]+$/), (left, right) => {
        const login = `${left}@${right}`;
        expect(`${localPart(login)}@${domain(login)}`).toBe(login);
      }),
    );
    expect(localPart('sally')).toBe('sally');
    expect(() => domain('sally')).toThrow(DOES_NOT_APPLY);
  });

  it('gives the text back from before and after the first separator', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1, maxLength: 2 }), (text, separator) => {
        const tail = result(() => textAfter(text, separator));
        const head = textBefore(text, separator);
        expect(tail === undefined ? head : head + separator + tail).toBe(text);
      }),
    );
    expect(() => textBefore('x', '')).toThrow(expect.objectContaining({ code: 'empty_separator' }));
    expect(() => textAfter('x', '')).toThrow(expect.objectContaining({ code: 'empty_separator' }));
  });

  it('is padded to the width and never cut', () => {
    expect(pad('7', 3n, '0')).toBe('007');
    expect(pad('1234', 3n, '0')).toBe('1234');
    expect(pad('7', 3n, '🙂')).toBe('🙂🙂7');
    expect(() => pad('7', 1_000_000_000n, '0')).toThrow(
      expect.objectContaining({ code: 'width_out_of_range' }),
    );
    expect(() => pad('7', 3n, '')).toThrow(expect.objectContaining({ code: 'fill_not_one_character' }));
  });
});

describe('glob', () => {
  it.each([
    ['sally.admin@ext.example.com', '*@*.example.com', true],
    ['sally.admin@example.com', '*@*.example.com', false],
    ['abc', 'a?c', true],
    ['a🙂c', 'a?c', true],
    ['abc', 'ABC', false],
    ['', '*', true],
    ['', '?', false],
    ['a.c', 'a.c', true],
    ['abc', 'a.c', false],
  ])('%s matches %s: %s', (text, pattern, expected) => {
    expect(glob(text, pattern)).toBe(expected);
  });

  it('agrees with a regular expression that says the same', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ab]{0,12}$/), fc.stringMatching(/^[ab*?]{0,8}$/), (text, pattern) => {
        const source = pattern.replaceAll('*', '.*').replaceAll('?', '.');
        expect(glob(text, pattern)).toBe(new RegExp(`^${source}$`).test(text));
      }),
    );
  });

  it('refuses texts and patterns so long that matching could take long', () => {
    expect(() => glob('a', '*a'.repeat(101))).toThrow(expect.objectContaining({ code: 'pattern_too_long' }));
    expect(() => glob('a'.repeat(1_001), '*')).toThrow(expect.objectContaining({ code: 'text_too_long' }));
    expect(glob('a'.repeat(1_000), `${'*a'.repeat(99)}*b`)).toBe(false);
  });
});
