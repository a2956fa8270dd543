import { doesNotApply, ruleFault } from './faults.ts';

const WIDEST_PAD = 100n;
const LONGEST_PATTERN = 200;
/** A list in a call of 256 KB holds a thousand patterns of full length, all of which may be tried on one text. */
const LONGEST_TEXT = 1_000;

/** `lower(text)`. */
export function lower(text: string): string {
  return text.toLowerCase();
}

/** `upper(text)`. */
export function upper(text: string): string {
  return text.toUpperCase();
}

/** `before(text, separator)`: what stands before the first separator; all of the text where there is none. */
export function before(text: string, separator: string): string {
  if (separator === '') throw ruleFault('empty_separator');
  const at = text.indexOf(separator);
  return at < 0 ? text : text.slice(0, at);
}

/** `after(text, separator)`: what stands after the first separator. Where there is none: does not apply. */
export function after(text: string, separator: string): string {
  if (separator === '') throw ruleFault('empty_separator');
  const at = text.indexOf(separator);
  if (at < 0) throw doesNotApply();
  return text.slice(at + separator.length);
}

/** `pad(text, width, fill)`: filled up on the left to `width` (0 to 100) characters, `pad("7", 3, "0")` → `007`. */
export function pad(text: string, width: bigint, fill: string): string {
  if (width < 0n || width > WIDEST_PAD) throw ruleFault('width_out_of_range');
  if ([...fill].length !== 1) throw ruleFault('fill_not_one_character');
  return fill.repeat(Math.max(0, Number(width) - [...text].length)) + text;
}

/**
 * `glob(text, pattern)`: whether the whole text matches; `*` stands for any characters, `?` for one, case
 * counts. Time grows with text × pattern at worst, unlike a regular expression's; a text has at most 1,000
 * characters, a pattern 200.
 */
export function glob(text: string, pattern: string): boolean {
  if (text.length > LONGEST_TEXT) throw ruleFault('text_too_long');
  if (pattern.length > LONGEST_PATTERN) throw ruleFault('pattern_too_long');
  return matchGlob([...text], [...pattern]);
}

/** Walks both once; on a mismatch the last `*` takes one character more. */
function matchGlob(text: readonly string[], pattern: readonly string[]): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let taken = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      taken = t;
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      t += 1;
      p += 1;
    } else if (star >= 0) {
      taken += 1;
      t = taken;
      p = star + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(p).every((character) => character === '*');
}
