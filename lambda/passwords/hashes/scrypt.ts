import { type ScryptOptions, scrypt as scryptCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { equalBytes, fromBase64 } from './encodings.ts';
import { LIMITS, limitWork } from './limits.ts';
import { demand, partsOf, readable } from './parts.ts';
import type { HashCheck, HashScheme } from './scheme.ts';

const derive = promisify<Uint8Array, Uint8Array, number, ScryptOptions, Buffer>(scryptCallback);

/** What programs write. A key that was cut would still be the beginning of the right one, and match. */
const KEY_BYTES: readonly number[] = [32, 64];

/** scrypt as RFC 7914 computes it. */
export interface ScryptParameters {
  /** The cost N: a power of two. */
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Uint8Array;
}

/** `$scrypt$ln=<log2 N>,r=<r>,p=<p>$<salt>$<key>`: the PHC string. */
export const scrypt: HashScheme = {
  name: 'scrypt',
  usedBy: 'PHC strings: passlib, RustCrypto',
  recognises: (hash) => hash.startsWith('$scrypt$'),
  prepare: ({ hash }) => {
    const [ln, r, p, salt, key] = partsOf(
      5,
      /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/,
      hash,
    );
    return compareScrypt(2 ** Number(ln), Number(r), Number(p), readable(fromBase64(salt)), key);
  },
};

/** `scrypt$<N>$<salt>$<r>$<p>$<key>` of Django's ScryptPasswordHasher; the salt is text. */
export const djangoScrypt: HashScheme = {
  name: 'django-scrypt',
  usedBy: 'Django ScryptPasswordHasher',
  recognises: (hash) => hash.startsWith('scrypt$'),
  prepare: ({ hash }) => {
    const [cost, salt, r, p, key] = partsOf(
      5,
      /^scrypt\$(\d+)\$([^$]+)\$(\d+)\$(\d+)\$([A-Za-z0-9+/]+=*)$/,
      hash,
    );
    return compareScrypt(Number(cost), Number(r), Number(p), Buffer.from(salt), key);
  },
};

/** `$<hexadecimal: log2 N, r, p>$<salt>$<key>` of Spring's SCryptPasswordEncoder, behind `{scrypt}` or bare. */
export const springScrypt: HashScheme = {
  name: 'spring-scrypt',
  usedBy: 'Spring Security SCryptPasswordEncoder',
  recognises: (hash) => /^\$[0-9a-f]{5,8}\$/.test(hash),
  prepare: ({ hash }) => {
    const [packed, salt, key] = partsOf(
      3,
      /^\$([0-9a-f]{5,8})\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/,
      hash,
    );
    const parameters = Number.parseInt(packed, 16);
    const cost = 2 ** Math.floor(parameters / 2 ** 16);
    return compareScrypt(cost, (parameters >> 8) & 255, parameters & 255, readable(fromBase64(salt)), key);
  },
};

function compareScrypt(
  cost: number,
  blockSize: number,
  parallelization: number,
  salt: Uint8Array,
  base64Key: string,
): HashCheck {
  const key = readable(fromBase64(base64Key));
  demand(KEY_BYTES.includes(key.length));
  const deriveKey = prepareScrypt({ cost, blockSize, parallelization, salt }, key.length);
  return { verify: async (password) => equalBytes(await deriveKey(password), key) };
}

/**
 * A derivation over parameters that were read, whatever the spelling of the hash.
 *
 * @param keyLength in bytes
 * @throws HashUndecidable when they are out of range (RFC 7914 section 2) or above the work limits
 */
export function prepareScrypt(
  { cost, blockSize, parallelization, salt }: ScryptParameters,
  keyLength: number,
): (password: Uint8Array) => Promise<Uint8Array> {
  demand(cost >= 2 && Number.isInteger(Math.log2(cost)) && Math.log2(cost) < 16 * blockSize);
  demand(blockSize >= 1 && parallelization >= 1);
  const memory = 128 * cost * blockSize;
  limitWork(memory, LIMITS.scryptMemoryBytes);
  limitWork(memory * parallelization, LIMITS.scryptWorkBytes);
  // OpenSSL counts a little more than the table itself
  const maxmem = 2 * memory + 128 * blockSize * (parallelization + 2);
  return (password) => derive(password, salt, keyLength, { cost, blockSize, parallelization, maxmem });
}
