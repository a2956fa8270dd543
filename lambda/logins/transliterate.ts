// The package's main file would compile a pattern for every locale it knows when it is imported: 8 ms of a cold start.
import replacements from '../../node_modules/@sindresorhus/transliterate/replacements.js';

const DIACRITICS = /\p{Diacritic}/gu;
const DASHES = /\p{Dash_Punctuation}/gu;
/** What means something in a regular expression. */
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

let pattern: RegExp | undefined;

/**
 * A text in Latin letters, letter by letter as `@sindresorhus/transliterate` spells them without a locale; what has no
 * Latin spelling stays.
 */
export function transliterate(text: string): string {
  // Made when the first text needs it: most logins are ASCII and never come here.
  pattern ??= patternOf([...replacements.keys()]);
  return text
    .normalize()
    .replace(pattern, (match) => replacements.get(match) ?? match)
    .normalize('NFD')
    .replaceAll(DIACRITICS, '')
    .normalize()
    .replaceAll(DASHES, '-');
}

/** Longer keys first, so that `ու` is not taken for an `ո`. */
function patternOf(keys: readonly string[]): RegExp {
  const longestFirst = keys.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((key) => key.replaceAll(SPECIAL, String.raw`\$&`)).join('|'), 'gu');
}
