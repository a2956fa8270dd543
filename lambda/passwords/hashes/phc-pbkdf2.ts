import { fromBase64 } from './encodings.ts';
import { partsOf } from './parts.ts';
import { type Pbkdf2Digest, pbkdf2Hashes } from './pbkdf2.ts';
import type { HashScheme } from './scheme.ts';

const SHAPE =
  /^\$pbkdf2-(sha1|sha256|sha512)\$i=([1-9]\d{0,14})(?:,l=([1-9]\d{0,3}))?\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** `$pbkdf2-sha256$i=<iterations>[,l=<bytes>]$<salt>$<key>`. Source: PHC string format specification. */
export const phcPbkdf2: HashScheme = {
  name: 'phc-pbkdf2',
  usedBy: 'PHC strings: RustCrypto, @phc/pbkdf2',
  recognises: (hash) => /^\$pbkdf2-(sha1|sha256|sha512)\$i=/.test(hash),
  ...pbkdf2Hashes((hash) => {
    const [digest, iterations, length, salt, key] = partsOf(5, SHAPE, hash);
    return {
      digest: digest as Pbkdf2Digest,
      iterations: Number(iterations),
      salt: fromBase64(salt),
      key: fromBase64(key),
      keyLength: length === '' ? undefined : Number(length),
    };
  }),
};
