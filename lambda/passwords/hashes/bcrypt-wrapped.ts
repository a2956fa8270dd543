import { createHash, createHmac } from 'node:crypto';
import { prepareBcrypt } from './bcrypt.ts';
import { oktaBcrypt } from './okta-hash.ts';
import { partsOf } from './parts.ts';
import type { HashScheme } from './scheme.ts';

/** Django's BCryptPasswordHasher: the plain hash behind a name. */
export const djangoBcrypt: HashScheme = {
  name: 'django-bcrypt',
  usedBy: 'Django BCryptPasswordHasher',
  recognises: (hash) => hash.startsWith('bcrypt$'),
  prepare: ({ hash }) => prepareBcrypt(after(/^bcrypt\$(.*)$/, hash)),
  forOkta: ({ hash }) => oktaBcrypt(after(/^bcrypt\$(.*)$/, hash)),
};

/** Django's BCryptSHA256PasswordHasher: bcrypt over the lower-case hexadecimal SHA-256 of the password. */
export const djangoBcryptSha256: HashScheme = {
  name: 'django-bcrypt-sha256',
  usedBy: 'Django BCryptSHA256PasswordHasher',
  recognises: (hash) => hash.startsWith('bcrypt_sha256$'),
  prepare: ({ hash }) =>
    prepareBcrypt(after(/^bcrypt_sha256\$(.*)$/, hash), (password) =>
      Buffer.from(createHash('sha256').update(password).digest('hex')),
    ),
};

/** WordPress from 6.8: bcrypt over the base64 HMAC-SHA-384 of the password, which its login trims first. */
export const wordpress: HashScheme = {
  name: 'wordpress',
  usedBy: 'WordPress from 6.8',
  recognises: (hash) => hash.startsWith('$wp$'),
  prepare: ({ hash }) =>
    prepareBcrypt(after(/^\$wp(.*)$/, hash), (password) =>
      Buffer.from(createHmac('sha384', 'wp-sha384').update(phpTrim(password)).digest('base64')),
    ),
};

const after = (prefix: RegExp, hash: string) => partsOf(1, prefix, hash)[0];

/** What PHP's trim() takes away: blank, tab, line feed, vertical tab, carriage return (NUL never comes this far). */
const BLANKS: readonly number[] = [0x20, 0x09, 0x0a, 0x0b, 0x0d];

function phpTrim(password: Uint8Array): Uint8Array {
  const isKept = (byte: number) => !BLANKS.includes(byte);
  const start = password.findIndex(isKept);
  return start < 0 ? new Uint8Array() : password.subarray(start, password.findLastIndex(isKept) + 1);
}
