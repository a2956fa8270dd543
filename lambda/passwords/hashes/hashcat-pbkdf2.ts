import { fromBase64 } from './encodings.ts';
import { partsOf } from './parts.ts';
import { type Pbkdf2Digest, pbkdf2Hashes } from './pbkdf2.ts';
import type { HashScheme } from './scheme.ts';

const SHAPE = /^(md5|sha1|sha256|sha512):([1-9]\d{0,14}):([A-Za-z0-9+/]+=*):([A-Za-z0-9+/]+=*)$/;

/** `sha256:<iterations>:<base64 salt>:<base64 key>`, as hashcat spells PBKDF2 (modes 11900, 12000, 10900, 12100). */
export const hashcatPbkdf2: HashScheme = {
  name: 'hashcat-pbkdf2',
  usedBy: 'exports in the spelling of hashcat, and applications that keep the parts apart',
  recognises: (hash) => /^(md5|sha1|sha256|sha512):[1-9]\d*:/.test(hash),
  ...pbkdf2Hashes((hash) => {
    const [digest, iterations, salt, key] = partsOf(4, SHAPE, hash);
    return {
      digest: digest as Pbkdf2Digest,
      iterations: Number(iterations),
      salt: fromBase64(salt),
      key: fromBase64(key),
    };
  }),
};
