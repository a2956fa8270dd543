import { transliterate } from '../../../logins/transliterate.ts';
import { doesNotApply } from './faults.ts';

const ASCII = /^[ -~]*$/;
const BEYOND_ASCII = /[^ -~]+/gu;
const UNSPELLED = /[^ -~]/u;
const UNSPELLED_LETTER = /(?![ -~])[\p{L}\p{N}]/u;
const ONE_WORD = /^[A-Za-z0-9]+$/;
const LETTER_OR_DIGIT = /[A-Za-z0-9]/;
const SEPARATOR_RUN = /([._-])[._-]+/g;
const OUTER_SEPARATORS = /^[._-]+|[._-]+$/g;
const NOT_KEPT = /[^\p{L}\p{M}\p{N}._-]+/gu;

/** Some signs are spelled with letters that have a spelling of their own. */
function spell(text: string): string {
  if (ASCII.test(text)) return text;
  const once = transliterate(text.normalize('NFKC'));
  return UNSPELLED.test(once) ? transliterate(once.normalize('NFKD')) : once;
}

/** The text in Latin letters without diacritics; what has no Latin spelling is dropped. */
export function toLatin(text: string): string {
  return ASCII.test(text) ? text : spell(text).replace(BEYOND_ASCII, '');
}

/**
 * `ascii(text)`: `Łukasz Müller` → `Lukasz Mueller`. A sign without a Latin spelling is dropped, a letter or
 * digit never: then the expression does not apply.
 */
export function ascii(text: string): string {
  const spelled = spell(text);
  const plain = spelled.replace(BEYOND_ASCII, '');
  if (UNSPELLED_LETTER.test(spelled) || (plain === '' && text !== '')) throw doesNotApply();
  return plain;
}

/** `initial(text)`: the first letter or digit in Latin spelling, `Élodie` → `E`. Without one: does not apply. */
export function initial(text: string): string {
  const [first] = LETTER_OR_DIGIT.exec(toLatin(text)) ?? [];
  if (first === undefined) throw doesNotApply();
  return first;
}

/**
 * `squash(text)`: letters, digits and the separators `. _ -`, of which the first of a run stays and those at
 * the ends go: `.Anna..Maria O'Neil` → `Anna.MariaONeil`. With nothing left: does not apply.
 */
export function squash(text: string): string {
  if (ONE_WORD.test(text)) return text;
  const kept = text.replace(NOT_KEPT, '').replace(SEPARATOR_RUN, '$1').replace(OUTER_SEPARATORS, '');
  if (kept === '') throw doesNotApply();
  return kept;
}
