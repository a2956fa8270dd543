/** What a whole number may be. */
export interface Bounds {
  /** @default 1 */
  readonly least?: number;
  /** @default none but what a number holds exactly */
  readonly most?: number;
}

/**
 * The whole number that an option or a variable was given: decimal digits and nothing else.
 *
 * @param name as people type it, such as `--workers`
 * @throws Refusal `--workers takes a whole number from 1 to 75`; it does not quote the text
 */
export function wholeNumber(
  name: string,
  text: string,
  { least = 1, most }: Bounds,
  Refusal: new (message: string) => Error,
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= (most ?? Number.MAX_SAFE_INTEGER)) return value;
  throw new Refusal(`${name} takes a whole number from ${least} ${most === undefined ? 'on' : `to ${most}`}`);
}
