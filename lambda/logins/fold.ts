import { transliterate } from './transliterate.ts';

const ASCII = /^[ -~]*$/;
const MARKS = /\p{M}+/gu;

const withoutMarks = (text: string) => text.normalize('NFKD').replace(MARKS, '');

// Upper case first: letters that share a capital (σ and ς, ვ and Ვ) must meet in one small letter.
const oneCase = (text: string) => text.toUpperCase().toLowerCase();

/**
 * The form in which two logins are compared. Okta treats logins as equal that differ only in case or
 * diacritics; this is deliberately a little coarser (ø→o, ß→ss, ł→l): a false clash costs a number, a
 * missed one costs a person. Letters without a Latin spelling stay.
 *
 * Laws: idempotent; everything that Okta calls equal folds alike. `loginPattern` plays no part here.
 */
export function foldLogin(login: string): string {
  if (ASCII.test(login)) {
    const lower = login.toLowerCase();
    // One text in memory where there would be two: a rehearsal keeps a million.
    return lower === login ? login : lower;
  }
  return withoutMarks(transliterate(withoutMarks(oneCase(withoutMarks(login)))).toLowerCase());
}
