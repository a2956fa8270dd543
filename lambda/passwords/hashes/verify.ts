import { cannotDecide, MATCH, NO_MATCH, type PasswordOutcome } from '../outcome.ts';
import { LIMITS, limitWork } from './limits.ts';
import { AUTO, findScheme, schemes as registered } from './registry.ts';
import { type HashCheck, type HashScheme, HashUndecidable, type StoredHash } from './scheme.ts';

/** A stored hash with the name of its format: a scheme's, or `auto` to tell it from the hash alone. */
export interface FormattedHash extends StoredHash {
  readonly format: string;
}

/**
 * Says whether a password makes a stored hash. An empty password, one with a NUL (where C libraries stop reading), and
 * an account whose hash was disabled (`!…`, `*`) match nothing, before the hash is looked at; work limits are checked
 * before anything is computed.
 *
 * @param password UTF-8 as typed; belongs to the caller, who overwrites it (see `withBytes`)
 * @param schemes the formats to choose from; configured ones come in here
 * @throws only the reason of `signal`, and what is a fault of this program
 */
export async function verifyHash(
  password: Uint8Array,
  stored: FormattedHash,
  signal?: AbortSignal,
  schemes: readonly HashScheme[] = registered,
): Promise<PasswordOutcome> {
  if (password.length === 0 || password.includes(0)) return NO_MATCH;
  if (isDisabled(stored.hash)) return NO_MATCH;
  try {
    limitWork(password.length, LIMITS.passwordBytes);
    return (await prepareHash(stored, schemes).verify(password, signal)) ? MATCH : NO_MATCH;
  } catch (error) {
    if (error instanceof HashUndecidable) return cannotDecide(error.reason);
    throw error;
  }
}

/**
 * Reads a stored hash without computing anything: what `verifyHash` would refuse throws here.
 *
 * @throws HashUndecidable when it is malformed, unsupported (also a format with no such name), or above the limits
 */
export function prepareHash(stored: FormattedHash, schemes: readonly HashScheme[] = registered): HashCheck {
  const { scheme, ...text } = schemeOf(stored, schemes);
  return scheme.prepare(text);
}

/**
 * The scheme a stored hash belongs to, with the text the scheme reads.
 *
 * @throws HashUndecidable when there is no such scheme, or no hash
 */
export function schemeOf(
  { format, hash, salt }: FormattedHash,
  schemes: readonly HashScheme[] = registered,
): StoredHash & { readonly scheme: HashScheme } {
  const text = trim(hash);
  if (text === '' || text.length > LIMITS.hashCharacters) throw new HashUndecidable('malformed hash');
  const scheme = format === AUTO ? recognise(text, schemes) : findScheme(format, schemes);
  if (!scheme) throw new HashUndecidable('unsupported hash');
  return { scheme, hash: text, ...(salt !== undefined && { salt }) };
}

/** The scheme that describes itself in this hash; undefined for all that would have to be guessed. */
export function recognise(hash: string, schemes: readonly HashScheme[] = registered): HashScheme | undefined {
  const text = trim(hash);
  return schemes.find((scheme) => scheme.recognises(text));
}

/** Padding of CHAR columns, line ends and the byte order mark of exports; no other white space. */
function trim(hash: string): string {
  return hash.replace(/^[\uFEFF \t\r\n]+|[ \t\r\n]+$/g, '');
}

/** Tells whether a hash is how shadow files, Django and phpass write an account whose password was taken away. */
export function isDisabled(hash: string): boolean {
  return /^(?:!|\*[01]?$)/.test(trim(hash));
}
