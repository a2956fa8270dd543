import { createHash } from 'node:crypto';
import { type Argon2Parameters, prepareArgon2 } from './argon2.ts';
import { equalBytes, fromHex } from './encodings.ts';
import { demand, partsOf, readable } from './parts.ts';
import { DIGEST_BYTES, type DigestName, saltedDigestForOkta } from './salted-digest.ts';
import { type HashCheck, type HashScheme, HashUndecidable } from './scheme.ts';

const SHAPE = /^([0-9a-f]+):(.*?)((?::[0-3](?:_\d{1,10}){0,3})+)$/s;
/** What no other application writes: at least SHA-256, a long salt, versions. */
const UNMISTAKABLE = /^[0-9a-f]{64}:[A-Za-z0-9]{16,}(?::[0-3](?:_\d+_\d+_\d+)?)+$/;
/** Each version of a chain is hashed once more. */
const LONGEST_CHAIN = 4;

const SIMPLE: Readonly<Record<string, DigestName>> = { '0': 'md5', '1': 'sha256' };
/** Version 2: the parameters that libsodium calls interactive. */
const VERSION_2 = { bytes: 32, passes: 2, memory: 67_108_864 } as const;
/** libsodium's salt, which is the first bytes of Magento's. */
const SALT = 16;

/**
 * `<hex>:<salt>:<versions>`: MD5 (0), SHA-256 (1) or Argon2id (2, 3) over the salt and what the version before made of
 * the password. Source: Magento 2, Framework/Encryption/Encryptor.php, isValidHash.
 */
export const magento2: HashScheme = {
  name: 'magento2',
  usedBy: 'Magento 2, Adobe Commerce',
  recognises: (hash) => UNMISTAKABLE.test(hash),
  prepare: ({ hash }) => {
    const { digest, salt, versions } = read(hash);
    const simple = versions.flatMap((version) => SIMPLE[version] ?? []);
    const last = versions.at(-1) ?? '';
    if (simple.length === versions.length) return simpleCheck(digest, salt, simple);
    if (simple.length < versions.length - 1 || SIMPLE[last]) throw new HashUndecidable('unsupported hash');
    const argon2id = prepareArgon2(argon2Of(last, digest, salt));
    return {
      verify: (password, signal) =>
        argon2id.verify(simple.length === 0 ? password : Buffer.from(hexOf(password, salt, simple)), signal),
    };
  },
  forOkta: ({ hash }) => {
    const { digest, salt, versions } = read(hash);
    const [version = '', ...more] = versions;
    const algorithm = SIMPLE[version];
    return algorithm && more.length === 0
      ? saltedDigestForOkta({ algorithm, before: salt, digest })
      : undefined;
  },
};

function read(hash: string) {
  const [hex, salt, chain] = partsOf(3, SHAPE, hash);
  const versions = chain.split(':').slice(1);
  demand(versions.length <= LONGEST_CHAIN);
  return { digest: readable(fromHex(hex)), salt: Buffer.from(salt), versions };
}

function simpleCheck(digest: Buffer, salt: Buffer, algorithms: readonly DigestName[]): HashCheck {
  const last = algorithms.at(-1);
  demand(last !== undefined && digest.length === DIGEST_BYTES[last]);
  return {
    verify: async (password) => equalBytes(Buffer.from(hexOf(password, salt, algorithms), 'hex'), digest),
  };
}

function hexOf(password: Uint8Array, salt: Uint8Array, algorithms: readonly DigestName[]): string {
  let hex = '';
  for (const [index, algorithm] of algorithms.entries())
    hex = createHash(algorithm)
      .update(salt)
      .update(index === 0 ? password : Buffer.from(hex))
      .digest('hex');
  return hex;
}

function argon2Of(version: string, digest: Buffer, salt: Buffer): Argon2Parameters {
  const { bytes, passes, memory } = version === '2' ? VERSION_2 : version3Of(version);
  demand(digest.length === bytes && salt.length > 0);
  return {
    variant: 'argon2id',
    version: 0x13,
    memoryKib: Math.floor(memory / 1024),
    passes,
    lanes: 1,
    // shorter salts are repeated, longer ones cut
    salt: Buffer.alloc(SALT, salt),
    tag: digest,
  };
}

function version3Of(version: string) {
  const [bytes, passes, memory] = partsOf(3, /^3_(\d+)_(\d+)_(\d+)$/, version);
  return { bytes: Number(bytes), passes: Number(passes), memory: Number(memory) };
}
