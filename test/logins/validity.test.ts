import { describe, expect, it } from '@jest/globals';
import { createLoginValidity } from '../../lambda/logins/validity.ts';
import { anyText, plainLogin } from '../arbitraries/people.ts';
import { fc } from '../fuzz.ts';

const isAddress = createLoginValidity('email');

describe('a login that is an e-mail address', () => {
  it.each([
    'a@b.c',
    "o'brien+hr@example.com",
    'josé@exämple.com',
    '田中@example.co.jp',
    `${'x'.repeat(64)}@example.com`,
  ])('accepts %s', (login) => expect(isAddress(login)).toBe(true));

  it.each([
    ['shorter than five characters', 'a@bc'],
    ['longer than a hundred', `${'x'.repeat(60)}@${'y'.repeat(40)}.com`],
    ['a double dot', 'john..smith@example.com'],
    ['a leading dot', '.john@example.com'],
    ['a dot before the @', 'john.@example.com'],
    ['a dot after the @', 'john@.example.com'],
    ['a trailing dot', 'john@example.com.'],
    ['a slash, which Okta cannot look up', 'jo/hn@example.com'],
    ['a blank', 'john smith@example.com'],
    ['a control character', 'john\u0000@example.com'],
    ['an invisible character', 'john\u200b@example.com'],
    ['no @', 'john.smith'],
    ['two @', 'john@smith@example.com'],
    ['no local part', '@example.com'],
    ['a domain label that begins with a hyphen', 'john@-example.com'],
    ['a domain label of signs alone', 'john@example.__'],
    ['a quoted local part', '"john smith"@example.com'],
    ['a local part above 64 octets', `${'é'.repeat(33)}@example.com`],
  ])('refuses %s', (_, login) => expect(isAddress(login)).toBe(false));

  it('accepts every plain login', () => {
    fc.assert(fc.property(plainLogin, (login) => isAddress(login)));
  });

  it('is judged like the same login with a letter beyond ASCII', () => {
    const almostPlain = fc.string({ unit: fc.constantFrom(...'aab1._-@'), minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(almostPlain, (login) => expect(isAddress(login)).toBe(isAddress(login.replace('a', 'é')))),
      { numRuns: 500 },
    );
  });
});

describe('the length of a login', () => {
  const isLogin = createLoginValidity('any');
  it.each([
    ['x', 5, 100],
    ['é', 5, 100],
    ['😀', 5, 100],
  ])('of %s is counted in characters: %i to %i', (letter, least, most) => {
    expect(
      [least - 1, least, 9, 10, 11, most, most + 1].map((count) => isLogin(letter.repeat(count))),
    ).toEqual([...[false, true, true, true, true, true, false]]);
  });

  it('of a local part and of a label of a domain is counted in octets', () => {
    const domain = (label: string) => isAddress(`ann@${label}.com`);
    expect([domain('y'.repeat(63)), domain('y'.repeat(64))]).toEqual([true, false]);
    expect([domain(`${'é'.repeat(31)}y`), domain('é'.repeat(32))]).toEqual([true, false]);
    const local = (name: string) => isAddress(`${name}@example.com`);
    expect([local('x'.repeat(64)), local('x'.repeat(65))]).toEqual([true, false]);
    expect([local('é'.repeat(32)), local(`${'é'.repeat(32)}x`)]).toEqual([true, false]);
  });
});

describe('a login pattern', () => {
  it('any accepts what is no address', () => expect(createLoginValidity('any')('jsmith')).toBe(true));

  it('a character class must cover the whole login', () => {
    const isValid = createLoginValidity('[a-z0-9.]+');
    expect(isValid('john.smith')).toBe(true);
    expect(isValid('John.Smith')).toBe(false);
    expect(isValid('john.smith\n')).toBe(false);
  });

  it('never lets a length, a slash or a dot out of place pass', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const valid = createLoginValidity('any')(text);
        const broken = [...text].length < 5 || [...text].length > 100 || /\/|\.\.|^\.|\.$/.test(text);
        expect(valid && broken).toBe(false);
      }),
    );
  });
});
