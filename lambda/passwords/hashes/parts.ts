import { HashUndecidable } from './scheme.ts';

/** So many texts. */
type Texts<
  Count extends number,
  Found extends readonly string[] = readonly [],
> = Found['length'] extends Count ? Found : Texts<Count, readonly [...Found, string]>;

/**
 * The groups of a pattern that describes the whole hash; a group that took no part is empty.
 *
 * @param count how many groups the pattern has
 * @throws HashUndecidable `malformed hash` when the hash does not match
 */
export function partsOf<const Count extends number>(
  count: Count,
  pattern: RegExp,
  hash: string,
): Texts<Count> {
  const match = pattern.exec(hash);
  if (!match) throw new HashUndecidable('malformed hash');
  return Array.from(
    { length: count },
    (_, index) => match[index + 1] ?? '',
  ) as readonly string[] as Texts<Count>;
}

/**
 * A part that was read, or the refusal when it could not be.
 *
 * @throws HashUndecidable `malformed hash` for undefined
 */
export function readable<Part>(part: Part | undefined): Part {
  if (part === undefined) throw new HashUndecidable('malformed hash');
  return part;
}

/**
 * Refuses parameters that no program writes.
 *
 * @throws HashUndecidable `malformed hash` unless the condition holds
 */
export function demand(condition: boolean): void {
  if (!condition) throw new HashUndecidable('malformed hash');
}
