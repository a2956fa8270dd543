import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { equalBytes } from './encodings.ts';
import { LIMITS, limitWork } from './limits.ts';
import { type OktaPasswordHash, oktaPbkdf2 } from './okta-hash.ts';
import { demand } from './parts.ts';
import { type HashCheck, type HashReader, HashUndecidable } from './scheme.ts';

const derive = promisify(pbkdf2);

/** Bytes of each digest's output, the unit PBKDF2 works in (RFC 8018, section 5.2). */
const OUTPUT = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;
export type Pbkdf2Digest = keyof typeof OUTPUT;

/** A key shorter than this would be made by too many passwords. */
const SHORTEST_KEY = 16;

/** What a stored hash says about its making; undefined where its text could not be read. */
export interface Pbkdf2Parameters {
  readonly digest: Pbkdf2Digest;
  readonly iterations: number;
  readonly salt: Uint8Array | undefined;
  /** The derived key, whole; its length is the length to derive. */
  readonly key: Uint8Array | undefined;
  /** Bytes the format says the key has; absent: any. */
  readonly keyLength?: number | undefined;
  /** A secret of the application is part of the salt: nobody else can be given this hash. */
  readonly peppered?: boolean;
}

/** Hashes of PBKDF2 with HMAC, whatever their spelling: `read` is all that differs. */
export const pbkdf2Hashes = (read: (hash: string) => Pbkdf2Parameters): HashReader => ({
  prepare: ({ hash }) => pbkdf2Check(read(hash)),
  forOkta: ({ hash }) => pbkdf2ForOkta(read(hash)),
});

/**
 * The check of a key that PBKDF2 made.
 *
 * @throws HashUndecidable when parts are missing or out of range, or the work is above the limit
 */
export function pbkdf2Check(parameters: Pbkdf2Parameters): HashCheck {
  const { digest, iterations, salt, key } = completed(parameters);
  const blocks = Math.ceil(key.length / OUTPUT[digest]);
  limitWork(iterations * blocks, LIMITS.pbkdf2Rounds);
  return {
    verify: async (password) => equalBytes(await derive(password, salt, iterations, key.length, digest), key),
  };
}

/** The same key for Okta; undefined where Okta has no such algorithm. */
export function pbkdf2ForOkta(parameters: Pbkdf2Parameters): OktaPasswordHash | undefined {
  return parameters.peppered ? undefined : oktaPbkdf2(parameters.digest, completed(parameters));
}

function completed({ digest, iterations, salt, key, keyLength }: Pbkdf2Parameters) {
  const whole = salt && key && key.length >= SHORTEST_KEY && key.length === (keyLength ?? key.length);
  // every program derives whole words: another length was cut off
  if (!whole || key.length % 4 !== 0) throw new HashUndecidable('malformed hash');
  demand(Number.isSafeInteger(iterations) && iterations >= 1);
  return { digest, iterations, salt, key };
}
