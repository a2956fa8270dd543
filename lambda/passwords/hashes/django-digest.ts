import { fromHex } from './encodings.ts';
import { partsOf } from './parts.ts';
import { type DigestName, saltedDigests } from './salted-digest.ts';
import type { HashScheme } from './scheme.ts';

/** `md5$<salt>$<hex>` and `sha1$…`; the salt may be empty. Source: Django before 5.1, contrib/auth/hashers.py. */
export const djangoDigest: HashScheme = {
  name: 'django-digest',
  usedBy: 'Django: MD5PasswordHasher, SHA1PasswordHasher and their unsalted forms',
  recognises: (hash) => /^(md5|sha1)\$/.test(hash),
  ...saltedDigests(({ hash }) => {
    const [algorithm, salt, digest] = partsOf(3, /^(md5|sha1)\$([^$]*)\$([0-9a-fA-F]+)$/, hash);
    return { algorithm: algorithm as DigestName, before: Buffer.from(salt), digest: fromHex(digest) };
  }),
};
