/** How exports spell the title of each column, the best spelling first, in {@link plainTitle}'s form. */
export type Spellings<Column extends string> = Readonly<Record<Column, readonly string[]>>;

/** A title without case, blanks and punctuation: `First Name` and `first_name` are one. */
export function plainTitle(title: string): string {
  return title.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * Names the columns of a header: each of `spellings` is given to the column with its best spelling, and a column
 * that has a name already is given to no other; the rest keep their titles.
 */
export function nameColumns<Column extends string>(
  header: readonly string[],
  spellings: Spellings<Column>,
): string[] {
  const titles: (string | undefined)[] = header.map(plainTitle);
  const names = [...header];
  for (const [name, known] of Object.entries<readonly string[]>(spellings)) {
    const best = known.find((spelling) => titles.includes(spelling));
    if (best === undefined) continue;
    const at = titles.indexOf(best);
    names[at] = name;
    titles[at] = undefined;
  }
  return names;
}
