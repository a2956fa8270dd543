import { fromBase64, fromHex, joined } from './encodings.ts';
import { type Pbkdf2Digest, pbkdf2Hashes } from './pbkdf2.ts';
import type { HashReader } from './scheme.ts';

const KEY = 32;

/** The two sets of parameters Spring has had. */
export const SPRING_PBKDF2 = {
  original: { salt: 8, digest: 'sha1', iterations: 185_000 },
  v5_8: { salt: 16, digest: 'sha256', iterations: 310_000 },
} as const satisfies Record<string, { salt: number; digest: Pbkdf2Digest; iterations: number }>;

/**
 * What stands behind `{pbkdf2}` or `{pbkdf2@SpringSecurity_v5_8}`: hex, or base64 where the application chose it.
 * Source: Spring Security, Pbkdf2PasswordEncoder.
 *
 * @param secret the application's secret, which is part of every salt; empty: it has none
 */
export function springPbkdf2(
  { salt: saltLength, digest, iterations }: (typeof SPRING_PBKDF2)[keyof typeof SPRING_PBKDF2],
  secret: Uint8Array,
): HashReader {
  return pbkdf2Hashes((text) => {
    const bytes = fromHex(text) ?? fromBase64(text);
    const salt = bytes && joined(bytes.subarray(0, saltLength), secret);
    const key = bytes?.subarray(saltLength);
    return { digest, iterations, salt, key, keyLength: KEY, peppered: secret.length > 0 };
  });
}
