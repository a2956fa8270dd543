import { HashUndecidable } from '../../../lambda/passwords/hashes/scheme.ts';
import { prepareHash, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';

/** The outcome in one word or three: the kind, or the reason why there is none. */
export async function outcomeOf(
  password: string | Uint8Array,
  hash: string,
  format = 'auto',
): Promise<string> {
  const bytes = typeof password === 'string' ? new TextEncoder().encode(password) : password;
  const outcome = await verifyHash(bytes, { format, hash });
  return outcome.kind === 'cannot decide' ? outcome.reason : outcome.kind;
}

/** Why a hash is refused before anything could be computed; undefined when a check would be made. */
export function refusalOf(hash: string, format = 'auto'): string | undefined {
  try {
    prepareHash({ format, hash });
    return undefined;
  } catch (error) {
    if (error instanceof HashUndecidable) return error.reason;
    throw error;
  }
}
