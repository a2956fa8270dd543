import { bcrypt } from './bcrypt.ts';
import type { HashScheme } from './scheme.ts';

/** The format that means: tell it from the hash. Only hashes that describe themselves can be told. */
export const AUTO = 'auto';

/** Every format, in the order in which a hash is recognised: a narrower shape stands before a wider one. */
export const schemes: readonly HashScheme[] = [bcrypt];

/** The scheme of this name, or undefined. */
export function findScheme(name: string, among: readonly HashScheme[] = schemes): HashScheme | undefined {
  return among.find((scheme) => scheme.name === name);
}
