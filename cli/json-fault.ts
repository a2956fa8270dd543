/** Why a text is no JSON, and where; lines and columns count from 1. Quotes nothing of it. */
export type JsonFault =
  | { readonly kind: 'empty' }
  /** It is the beginning of some JSON. */
  | { readonly kind: 'cut off'; readonly line: number }
  | { readonly kind: 'wrong'; readonly line: number; readonly column: number };

/** What is wrong with a text that `JSON.parse` refuses. */
export function jsonFault(text: string): JsonFault {
  if (text.trim() === '') return { kind: 'empty' };
  if (canGoOn(text)) return { kind: 'cut off', line: placeIn(text.trimEnd()).line };
  const before = text.slice(0, longestBeginning(text));
  const { line, length } = placeIn(before);
  return { kind: 'wrong', line, column: length + 1 };
}

/** Characters before the one after which nothing makes it JSON any more. */
function longestBeginning(text: string): number {
  let [good, bad] = [0, text.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (canGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** The parser tells a place for some faults only, and says of others that the end came too early. */
function canGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const [, position] = / at position (\d+)/.exec(message) ?? [];
    return /^Unexpected end/.test(message) || Number(position) === beginning.length;
  }
}

function placeIn(text: string): { readonly line: number; readonly length: number } {
  const lines = text.split('\n');
  return { line: lines.length, length: lines.at(-1)?.length ?? 0 };
}
