import { HashUndecidable } from './scheme.ts';

/**
 * The groups of a pattern that describes the whole hash; a group that took no part is empty.
 *
 * @throws HashUndecidable `malformed hash` when the hash does not match
 */
export function partsOf(pattern: RegExp, hash: string): readonly string[] {
  const match = pattern.exec(hash);
  if (!match) throw new HashUndecidable('malformed hash');
  return match.slice(1).map((group) => group ?? '');
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
