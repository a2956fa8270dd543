/** Something that is said about a row. */
export interface Remark {
  /** The same for all rows it is said of, for counts. */
  readonly kind: string;
  /** The whole sentence, with the figures and other rows of this one, and what to do. It quotes no value. */
  readonly text: string;
}

/** A remark that has no more to say about one row than about all. */
export const plainly = (text: string): Remark => ({ kind: text, text });

/** Rows of the export as a sentence names them: `row 7`, `rows 7, 9 and 12`. */
export function rowsInWords(rows: readonly number[]): string {
  const shown = rows.slice(0, MOST_ROWS).map(String);
  const more = rows.length - shown.length;
  const parts = more > 0 ? [...shown, `${more.toLocaleString('en')} more`] : shown;
  const last = parts.pop() ?? '';
  return parts.length === 0 ? `row ${last}` : `rows ${parts.join(', ')} and ${last}`;
}

const MOST_ROWS = 10;
