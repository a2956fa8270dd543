/** The file as a whole is no table that can be used. The message says why, `next` what to do; neither quotes a value. */
export class TableUnusable extends Error {
  override readonly name = 'TableUnusable';
  readonly code = 'ERR_TABLE_UNUSABLE';
  readonly next: string;

  constructor(why: string, next: string) {
    super(why);
    this.next = next;
  }
}

const EXPORT = 'export the file as CSV with commas';
const otherSeparator = () => new TableUnusable('the columns are not separated by commas', EXPORT);

/**
 * Refuses a header that is one column and should be several: spreadsheets of many countries write semicolons.
 *
 * @throws TableUnusable
 */
export function requireCommas(header: readonly string[]): void {
  if (header.length === 1 && /[;\t]/.test(header[0] ?? '')) throw otherSeparator();
}

/**
 * Why the first record of a file cannot be its header.
 *
 * @param reason what is wrong with its quotes or its size
 * @param start the bytes of the file around it
 */
export function headerFault(reason: string, start: Buffer): TableUnusable {
  return /^\s*"(?:[^"]|"")*"[;\t]/.test(start.toString())
    ? otherSeparator()
    : new TableUnusable(`the header is no CSV: ${reason}`, EXPORT);
}
