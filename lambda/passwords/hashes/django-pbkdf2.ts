import { fromBase64 } from './encodings.ts';
import { partsOf } from './parts.ts';
import { type Pbkdf2Digest, pbkdf2Hashes } from './pbkdf2.ts';
import type { HashScheme } from './scheme.ts';

const SHAPE = /^pbkdf2_(sha256|sha1)\$([1-9]\d{0,14})\$([^$]+)\$([A-Za-z0-9+/]+=*)$/;

/** `pbkdf2_sha256$<iterations>$<salt>$<base64>`; the salt is the text itself. Source: Django, contrib/auth/hashers.py. */
export const djangoPbkdf2: HashScheme = {
  name: 'django-pbkdf2',
  usedBy: 'Django',
  recognises: (hash) => /^pbkdf2_(sha256|sha1)\$/.test(hash),
  ...pbkdf2Hashes((hash) => {
    const [digest, iterations, salt, key] = partsOf(4, SHAPE, hash);
    return {
      digest: digest as Pbkdf2Digest,
      iterations: Number(iterations),
      salt: Buffer.from(salt),
      key: fromBase64(key),
      keyLength: digest === 'sha256' ? 32 : 20,
    };
  }),
};
