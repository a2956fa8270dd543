import { bcrypt } from './bcrypt.ts';
import { fromBase64 } from './encodings.ts';
import { md5crypt } from './md5crypt.ts';
import { demand, partsOf } from './parts.ts';
import {
  DIGEST_BYTES,
  type DigestName,
  type SaltedDigest,
  saltedDigestCheck,
  saltedDigestForOkta,
} from './salted-digest.ts';
import { type HashScheme, HashUndecidable } from './scheme.ts';
import { shaCrypt } from './sha-crypt.ts';

const SHAPE = /^\{(SHA|SHA256|SHA384|SHA512|MD5|SSHA|SSHA256|SSHA384|SSHA512|SMD5|CRYPT)\}(.*)$/i;

const ALGORITHMS: Readonly<Record<string, DigestName>> = {
  SHA: 'sha1',
  SHA256: 'sha256',
  SHA384: 'sha384',
  SHA512: 'sha512',
  MD5: 'md5',
};

/** What crypt(3) of today's systems writes. */
const CRYPT: readonly HashScheme[] = [md5crypt, shaCrypt, bcrypt];

/**
 * userPassword of directories: `{SHA}` and its kin, `{SSHA}` with a salt of any length behind the digest, `{CRYPT}`
 * around a hash of crypt(3). Source: RFC 2307, section 5.3; OpenLDAP Administrator's Guide, section 14.4.
 */
export const ldap: HashScheme = {
  name: 'ldap',
  usedBy: 'OpenLDAP, 389 Directory Server, Dovecot, Apache Directory',
  recognises: (hash) => SHAPE.test(hash),
  prepare: ({ hash }) => {
    const { scheme, rest } = schemeAndRest(hash);
    return scheme === 'CRYPT' ? cryptOf(rest).prepare({ hash: rest }) : saltedDigestCheck(read(scheme, rest));
  },
  forOkta: ({ hash }) => {
    const { scheme, rest } = schemeAndRest(hash);
    return scheme === 'CRYPT'
      ? cryptOf(rest).forOkta?.({ hash: rest })
      : saltedDigestForOkta(read(scheme, rest));
  },
};

function schemeAndRest(hash: string) {
  const [scheme, rest] = partsOf(2, SHAPE, hash);
  return { scheme: scheme.toUpperCase(), rest };
}

/** DES and its extensions, which say nothing about themselves, are not supported. */
function cryptOf(hash: string): HashScheme {
  const scheme = CRYPT.find(({ recognises }) => recognises(hash));
  if (!scheme) throw new HashUndecidable('unsupported hash');
  return scheme;
}

function read(scheme: string, text: string): SaltedDigest {
  const salted = /^S(?=SHA|MD5)/.test(scheme);
  const algorithm = ALGORITHMS[salted ? scheme.slice(1) : scheme];
  const bytes = fromBase64(text);
  if (!algorithm || !bytes) throw new HashUndecidable('malformed hash');
  if (!salted) return { algorithm, digest: bytes };
  const length = DIGEST_BYTES[algorithm];
  // only the padding tells a salt that was cut off from a short one
  demand(text.length % 4 === 0);
  if (bytes.length <= length) throw new HashUndecidable('malformed hash');
  return { algorithm, digest: bytes.subarray(0, length), after: bytes.subarray(length) };
}
