/** Lines of whole words; one that is longer than a line, such as a URL, stays in one piece. */
export function wrap(text: string, width: number): readonly string[] {
  return joined(text.split(' '), width);
}

/** The same of pieces that must not be broken, such as `[--out <file>]`. */
export function joined(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = `${lines.at(-1)} ${piece}`;
    if (lines.length > 0 && longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
