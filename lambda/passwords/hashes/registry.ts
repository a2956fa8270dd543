import { argon2, djangoArgon2 } from './argon2.ts';
import { aspnetIdentity } from './aspnet-identity.ts';
import { atlassian } from './atlassian.ts';
import { bcrypt } from './bcrypt.ts';
import { djangoBcrypt, djangoBcryptSha256, wordpress } from './bcrypt-wrapped.ts';
import { digestPresets, findDigestScheme } from './digest.ts';
import { djangoDigest } from './django-digest.ts';
import { djangoPbkdf2 } from './django-pbkdf2.ts';
import { hashcatPbkdf2 } from './hashcat-pbkdf2.ts';
import { keycloak } from './keycloak.ts';
import { ldap } from './ldap.ts';
import { magento1 } from './magento1.ts';
import { magento2 } from './magento2.ts';
import { md5crypt } from './md5crypt.ts';
import { mssql } from './mssql.ts';
import { oracle } from './oracle.ts';
import { passlibPbkdf2 } from './passlib-pbkdf2.ts';
import { phcPbkdf2 } from './phc-pbkdf2.ts';
import { drupal7, phpass } from './phpass.ts';
import type { HashScheme } from './scheme.ts';
import { djangoScrypt, scrypt, springScrypt } from './scrypt.ts';
import { shaCrypt } from './sha-crypt.ts';
import { spring, springWithPlainText } from './spring.ts';
import { unsupportedSchemes } from './unsupported.ts';

/** The format that means: tell it from the hash. Only hashes that describe themselves can be told. */
export const AUTO = 'auto';

/** Every format, in the order in which a hash is recognised: a narrower shape stands before a wider one. */
export const schemes: readonly HashScheme[] = [
  bcrypt,
  djangoBcrypt,
  djangoBcryptSha256,
  wordpress,
  argon2,
  djangoArgon2,
  scrypt,
  djangoScrypt,
  springScrypt,
  shaCrypt,
  md5crypt,
  phpass,
  drupal7,
  djangoPbkdf2,
  phcPbkdf2,
  passlibPbkdf2,
  hashcatPbkdf2,
  aspnetIdentity,
  keycloak,
  atlassian,
  spring,
  springWithPlainText,
  ldap,
  djangoDigest,
  magento2,
  magento1,
  mssql,
  oracle,
  ...digestPresets,
  ...unsupportedSchemes,
];

/** The scheme of this name, or the one that a name such as `digest:sha256,salt=after` describes, or undefined. */
export function findScheme(name: string, among: readonly HashScheme[] = schemes): HashScheme | undefined {
  return among.find((scheme) => scheme.name === name) ?? findDigestScheme(name);
}
