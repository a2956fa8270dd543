import { createHash } from 'node:crypto';
import { equalBytes, fromHex, toUtf16le } from './encodings.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';

const SALT = 4;
const SHA1 = 20;

/** The digest over the password as typed. SQL Server 2000 kept a second one of the upper-cased password behind it. */
const VERSIONS = [
  { prefix: '0x0100', algorithm: 'sha1', lengths: [SALT + SHA1, SALT + 2 * SHA1], digest: SHA1 },
  { prefix: '0x0200', algorithm: 'sha512', lengths: [SALT + 64], digest: 64 },
] as const;

/** `0x0200<salt><digest>`: one round over the password in UTF-16LE and the salt. Source: Passlib, hash.mssql2000 and mssql2005. */
export const mssql: HashScheme = {
  name: 'mssql',
  usedBy: 'logins of Microsoft SQL Server 2000 to 2022',
  recognises: (hash) => VERSIONS.some(({ prefix }) => hash.startsWith(prefix)),
  prepare: ({ hash }) => {
    const version = VERSIONS.find(({ prefix }) => hash.startsWith(prefix));
    const bytes = version && fromHex(hash.slice(version.prefix.length));
    if (!bytes || !version.lengths.some((length) => length === bytes.length))
      throw new HashUndecidable('malformed hash');
    const salt = bytes.subarray(0, SALT);
    const stored = bytes.subarray(SALT, SALT + version.digest);
    return {
      verify: async (password) => {
        const text = toUtf16le(password);
        const digest = createHash(version.algorithm).update(text).update(salt).digest();
        text.fill(0);
        return equalBytes(digest, stored);
      },
    };
  },
};
