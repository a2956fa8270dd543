import { withBytes } from '../hashes/bytes.ts';
import { type FormattedHash, isDisabled, verifyHash } from '../hashes/verify.ts';
import { NO_MATCH } from '../outcome.ts';
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
 * Somebody unknown must not be told from a wrong password by the time it takes, nor by an answer that the password
 * alone brings about: then a decoy is checked instead, the configured one, else the hash that was checked before, else
 * one of medium cost. So it is for an account whose hash was taken away (`!`, `*`), which takes no time to check. The
 * bytes of the password are overwritten after use.
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
      if (stored && !isDisabled(stored.hash)) {
        const answer = await verifyHash(bytes, stored, signal);
        if (!decoy && answer.kind !== 'cannot decide') alike = stored;
        return answer;
      }
      const ending = stored ? NO_MATCH : UNKNOWN_USER;
      if (!stored && !spendAlike) return ending;
      const answer = await verifyHash(bytes, alike, signal);
      const isTooLong = answer.kind === 'cannot decide' && answer.reason === 'over the work limit';
      return isTooLong ? answer : ending;
    });
}
