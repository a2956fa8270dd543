import { describe, expect, it } from '@jest/globals';
import { foldLogin } from '../../lambda/logins/fold.ts';
import { anyText, letter } from '../arbitraries/people.ts';
import { fc } from '../fuzz.ts';

// What Okta ignores: the case of a character, where both cases are one character, and marks.
const simpleCase = (change: (character: string) => string) => (text: string) =>
  [...text]
    .map((character) => ([...change(character)].length === 1 ? change(character) : character))
    .join('');
const upper = simpleCase((character) => character.toUpperCase());
const lower = simpleCase((character) => character.toLowerCase());
const unmarked = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

describe('foldLogin', () => {
  it('is idempotent', () => {
    fc.assert(fc.property(anyText, (text) => expect(foldLogin(foldLogin(text))).toBe(foldLogin(text))));
  });

  it('makes equal what differs only in case', () => {
    fc.assert(
      fc.property(fc.array(letter), (letters) => {
        const text = unmarked(letters.join(''));
        expect(foldLogin(upper(text))).toBe(foldLogin(text));
        expect(foldLogin(lower(text))).toBe(foldLogin(text));
      }),
    );
  });

  it('makes equal what differs only in diacritics, however they are composed', () => {
    fc.assert(
      fc.property(fc.array(letter), (letters) => {
        const text = letters.join('');
        expect(foldLogin(unmarked(text))).toBe(foldLogin(text));
        expect(foldLogin(text.normalize('NFD'))).toBe(foldLogin(text.normalize('NFC')));
      }),
    );
  });

  it.each([
    ['José.Núñez@Example.com', 'jose.nunez@example.com'],
    ['Søren@example.com', 'soren@example.com'],
    ['ու@example.com', 'u@example.com'],
    ['ու.ո@example.com', 'u.vo@example.com'],
    ['straße@example.com', 'strasse@example.com'],
    ['ŁUKASZ@example.com', 'lukasz@example.com'],
    ['ﬁona@example.com', 'fiona@example.com'],
    ['ᲀера@example.com', 'vera@example.com'],
    ['田中@example.com', '田中@example.com'],
  ])('folds %s to %s', (login, fold) => {
    expect(foldLogin(login)).toBe(fold);
  });

  it('keeps the folds of logins that differ in more than that apart', () => {
    expect(foldLogin('john.smith@example.com')).not.toBe(foldLogin('john.smith2@example.com'));
    expect(foldLogin('田中@example.com')).not.toBe(foldLogin('中田@example.com'));
  });
});
