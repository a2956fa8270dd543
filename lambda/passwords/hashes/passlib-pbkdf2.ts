import { fromBase64 } from './encodings.ts';
import { partsOf } from './parts.ts';
import { pbkdf2Hashes } from './pbkdf2.ts';
import type { HashScheme } from './scheme.ts';

const SHAPE = /^\$pbkdf2(-sha256|-sha512)?\$([1-9]\d{0,14})\$([A-Za-z0-9./]*)\$([A-Za-z0-9./]+)$/;

const DIGESTS = {
  '': { digest: 'sha1', keyLength: 20 },
  '-sha256': { digest: 'sha256', keyLength: 32 },
  '-sha512': { digest: 'sha512', keyLength: 64 },
} as const;

/** Passlib's base64: `.` for `+`, no padding. */
const fromAb64 = (text: string) => fromBase64(text.replaceAll('.', '+'));

/** `$pbkdf2-sha256$<rounds>$<salt>$<checksum>`. Source: Passlib, hash.pbkdf2_digest. */
export const passlibPbkdf2: HashScheme = {
  name: 'passlib-pbkdf2',
  usedBy: 'Passlib: Flask, Pyramid, Odoo and other Python applications',
  recognises: (hash) => /^\$pbkdf2(-sha256|-sha512)?\$(?!i=)/.test(hash),
  ...pbkdf2Hashes((hash) => {
    const [suffix, rounds, salt, key] = partsOf(4, SHAPE, hash);
    return {
      ...DIGESTS[suffix as keyof typeof DIGESTS],
      iterations: Number(rounds),
      salt: fromAb64(salt),
      key: fromAb64(key),
    };
  }),
};
