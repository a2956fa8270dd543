import { createHash } from 'node:crypto';
import { md4 } from 'hash-wasm';
import { equalBytes, fromHex, joined } from './encodings.ts';
import { demand, partsOf, readable } from './parts.ts';
import { type DigestName, saltedDigests } from './salted-digest.ts';
import type { HashReader } from './scheme.ts';

const MD4_BYTES = 16;
const STANDARD = { salt: 8, digest: 32, rounds: 1024 } as const;

/** The salt is hashed with its braces. */
function textOf(text: string) {
  const [salt, hex] = partsOf(2, /^(\{.*\})?([0-9a-f]+)$/s, text);
  return { digest: readable(fromHex(hex)), after: Buffer.from(salt) };
}

/** What stands behind `{MD5}`, `{SHA-1}`, `{SHA-256}`: `[{salt}]<hex>`. Source: Spring Security, MessageDigestPasswordEncoder. */
export const springDigest = (algorithm: DigestName): HashReader =>
  saltedDigests(({ hash }) => ({ algorithm, ...textOf(hash) }));

/** What stands behind `{MD4}`, which OpenSSL 3 has no more. Source: Spring Security, Md4PasswordEncoder. */
export const springMd4: HashReader = {
  prepare: ({ hash }) => {
    const { digest, after } = textOf(hash);
    demand(digest.length === MD4_BYTES);
    return {
      verify: async (password) => {
        const text = joined(password, after);
        const made = Buffer.from(await md4(text), 'hex');
        text.fill(0);
        return equalBytes(made, digest);
      },
    };
  },
};

/**
 * What stands behind `{sha256}`: 1,024 rounds of SHA-256, the first over salt, the application's secret and password.
 * Source: Spring Security, StandardPasswordEncoder.
 */
export const springStandard = (secret: Uint8Array): HashReader => ({
  prepare: ({ hash }) => {
    const bytes = readable(fromHex(hash));
    demand(bytes.length === STANDARD.salt + STANDARD.digest);
    const stored = bytes.subarray(STANDARD.salt);
    return {
      verify: async (password) => {
        let digest = createHash('sha256')
          .update(bytes.subarray(0, STANDARD.salt))
          .update(secret)
          .update(password)
          .digest();
        for (let round = 1; round < STANDARD.rounds; round += 1)
          digest = createHash('sha256').update(digest).digest();
        return equalBytes(digest, stored);
      },
    };
  },
});
