import { createHash } from 'node:crypto';
import { equalBytes } from './encodings.ts';
import { type OktaPasswordHash, oktaDigest } from './okta-hash.ts';
import { type HashCheck, type HashReader, HashUndecidable, type StoredHash } from './scheme.ts';

/** Digests that stored hashes use, with the bytes they make. */
export const DIGEST_BYTES = { md5: 16, sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const;
export type DigestName = keyof typeof DIGEST_BYTES;

/** One round of a digest over salt and password. */
export interface SaltedDigest {
  readonly algorithm: DigestName;
  /** What stands before and after the password. */
  readonly before?: Uint8Array | undefined;
  readonly after?: Uint8Array | undefined;
  /** The stored digest; undefined where its text could not be read. */
  readonly digest: Uint8Array | undefined;
}

/** Hashes of one round over salt and password, whatever their spelling: `read` is all that differs. */
export const saltedDigests = (read: (stored: StoredHash) => SaltedDigest): HashReader => ({
  prepare: (stored) => saltedDigestCheck(read(stored)),
  forOkta: (stored) => saltedDigestForOkta(read(stored)),
});

/**
 * The check of a digest over salt and password.
 *
 * @throws HashUndecidable when the digest was cut off, or was no digest
 */
export function saltedDigestCheck(parameters: SaltedDigest): HashCheck {
  const { algorithm, before = NOTHING, after = NOTHING, digest } = completed(parameters);
  return {
    verify: async (password) =>
      equalBytes(createHash(algorithm).update(before).update(password).update(after).digest(), digest),
  };
}

/** The same digest for Okta, which takes a salt on one side only. */
export function saltedDigestForOkta(parameters: SaltedDigest): OktaPasswordHash | undefined {
  const { algorithm, before = NOTHING, after = NOTHING, digest } = completed(parameters);
  if (before.length > 0 && after.length > 0) return undefined;
  const salt =
    before.length > 0
      ? { bytes: before, order: 'PREFIX' as const }
      : { bytes: after, order: 'POSTFIX' as const };
  return oktaDigest(algorithm, digest, salt);
}

const NOTHING = new Uint8Array();

function completed({ digest, ...rest }: SaltedDigest) {
  if (digest?.length !== DIGEST_BYTES[rest.algorithm]) throw new HashUndecidable('malformed hash');
  return { ...rest, digest };
}
