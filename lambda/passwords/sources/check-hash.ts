import { withBytes } from '../hashes/bytes.ts';
import { type FormattedHash, verifyHash } from '../hashes/verify.ts';
import { type SourceAnswer, UNKNOWN_USER } from './source.ts';

/** What a stored hash is checked against when nothing else is known: bcrypt with cost 10, of a password nobody knows. */
const DEFAULT_DECOY: FormattedHash = {
  hash: '$2a$10$oD5VEJm5h/otJdEbNVT29.E6EriyyHWNC1Zr9Bvbshix32t6jyCpu',
  format: 'auto',
};

/** Checks a password against a stored hash; without one it answers that nobody of that name is known. */
export type CheckHash = (
  password: string,
  stored: FormattedHash | undefined,
  signal: AbortSignal,
) => Promise<SourceAnswer>;

/**
 * Somebody unknown must not be told from a wrong password by the time it takes: then a decoy is checked instead, the
 * configured one, else the hash that was checked before, else one of medium cost. The bytes of the password are
 * overwritten after use.
 *
 * @param spendAlike false where the question goes on to other sources: they take their own time
 */
export function createCheckHash({
  decoy,
  spendAlike,
}: {
  readonly decoy?: FormattedHash | undefined;
  readonly spendAlike: boolean;
}): CheckHash {
  let alike = decoy ?? DEFAULT_DECOY;
  return (password, stored, signal) =>
    withBytes(password, async (bytes) => {
      if (stored) {
        const answer = await verifyHash(bytes, stored, signal);
        if (!decoy && answer.kind !== 'cannot decide') alike = stored;
        return answer;
      }
      if (spendAlike) await verifyHash(bytes, alike, signal);
      return UNKNOWN_USER;
    });
}
