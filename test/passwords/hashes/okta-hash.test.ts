import { createHash, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { bcryptVerify } from 'hash-wasm';
import type { OktaPasswordHash } from '../../../lambda/passwords/hashes/okta-hash.ts';
import { HashUndecidable } from '../../../lambda/passwords/hashes/scheme.ts';
import { schemeOf, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { anyPassword } from '../../arbitraries/hashes.ts';
import { fc } from '../../fuzz.ts';
import { saltedMakers } from './application-makers.ts';
import { readFixture } from './fixtures.ts';
import { makers } from './makers.ts';

/** A password hash as Okta's description of PasswordCredentialHash says it is checked. */
async function oktaSays(hash: OktaPasswordHash, password: Uint8Array): Promise<boolean> {
  if (hash.algorithm === 'BCRYPT') {
    const cost = String(hash.workFactor).padStart(2, '0');
    return bcryptVerify({
      password: password.subarray(0, 72),
      hash: `$2b$${cost}$${hash.salt}${hash.value}`,
    });
  }
  const salt = Buffer.from(hash.salt ?? '', 'base64');
  if (hash.algorithm === 'PBKDF2') {
    const digest = { SHA256_HMAC: 'sha256', SHA512_HMAC: 'sha512' }[hash.digestAlgorithm];
    const key = pbkdf2Sync(password, salt, hash.iterationCount, hash.keySize, digest);
    return key.toString('base64') === hash.value;
  }
  const salted = hash.saltOrder === 'PREFIX' ? [salt, password] : [password, salt];
  const digest = createHash(hash.algorithm.replace('-', '')).update(Buffer.concat(salted));
  return digest.digest('base64') === hash.value;
}

function oktaHashOf(format: string, hash: string, salt?: string): OktaPasswordHash | undefined {
  const { scheme, ...text } = schemeOf({ format, hash, ...(salt !== undefined && { salt }) });
  return scheme.forOkta?.(text);
}

/** Tells whether there is a hash for Okta; a hash that cannot be read has none. */
function recodes(make: () => OktaPasswordHash | undefined): boolean {
  try {
    return make() !== undefined;
  } catch (error) {
    if (error instanceof HashUndecidable) return false;
    throw error;
  }
}

const recorded = [...makers, ...saltedMakers].map(({ name }) => ({ name, ...readFixture(name) }));
/** Those that Okta could take; asked inside each test, so that each notices a change. */
const nativeOf = (made: typeof recorded) =>
  made.flatMap(({ name, format, hashes }) =>
    hashes.flatMap(({ hash, password }) => {
      const okta = oktaHashOf(format, hash);
      return okta ? [{ name, format, hash, password, okta }] : [];
    }),
  );
const algorithmOf = (name: string) =>
  nativeOf(recorded.filter((one) => one.name === name))[0]?.okta.algorithm;

describe('a hash recoded for Okta', () => {
  it('takes the password that the verifier takes', async () => {
    for (const { okta, password } of nativeOf(recorded)) {
      expect(await oktaSays(okta, Buffer.from(password))).toBe(true);
      expect(await oktaSays(okta, Buffer.from(`X${password.slice(1)}`))).toBe(false);
    }
  });

  it('says of any password what the verifier says', async () => {
    const cheap = nativeOf(recorded.filter(({ name }) => name !== 'spring-pbkdf2-v5-8'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cheap), anyPassword, async ({ format, hash, okta }, password) => {
        fc.pre(password.length > 0 && !password.includes(0));
        const outcome = await verifyHash(password, { format, hash });
        expect(outcome.kind === 'match').toBe(await oktaSays(okta, password));
      }),
      { numRuns: 80 },
    );
  });

  it.each([
    [
      'BCRYPT',
      ['bcrypt-htpasswd', 'bcrypt-mkpasswd-2a', 'django-bcrypt', 'spring-bcrypt', 'ldap-crypt-bcrypt'],
    ],
    [
      'MD5',
      [
        'ldap-md5',
        'ldap-smd5',
        'django-md5',
        'wordpress-md5',
        'magento1',
        'magento2-v0',
        'joomla',
        'spring-md5',
      ],
    ],
    ['SHA-1', ['ldap-sha', 'ldap-ssha', 'django-sha1', 'spring-sha-1', 'oracle11']],
    ['SHA-256', ['ldap-ssha256', 'magento1-sha256', 'magento2-v1', 'spring-sha-256']],
    ['SHA-512', ['ldap-ssha512']],
    [
      'PBKDF2',
      [
        'django-pbkdf2-sha256',
        'passlib-pbkdf2-sha512',
        'aspnet-v3-sha256',
        'spring-pbkdf2-v5-8',
        'keycloak-pbkdf2-sha256',
      ],
    ],
  ])('has the algorithm %s where Okta has it: %j', (algorithm, names) => {
    for (const name of names) expect([name, algorithmOf(name)]).toEqual([name, algorithm]);
  });

  it.each([
    [
      'PBKDF2 with SHA-1 or MD5',
      [
        'django-pbkdf2-sha1',
        'passlib-pbkdf2-sha1',
        'aspnet-v2',
        'aspnet-v3-sha1',
        'atlassian',
        'spring-pbkdf2',
        'hashcat-pbkdf2-md5',
      ],
    ],
    ['bcrypt over something else', ['django-bcrypt-sha256', 'wordpress']],
    [
      'Argon2 and scrypt',
      ['argon2id', 'django-argon2', 'keycloak-argon2', 'scrypt', 'spring-scrypt-id', 'magento2-v3'],
    ],
    [
      'iterated digests',
      ['sha512crypt-openssl', 'md5crypt-php', 'phpass', 'drupal7', 'spring-sha256', 'ldap-crypt-sha512'],
    ],
    [
      'UTF-16, HMAC, nesting and two salts',
      ['mssql2012', 'digest-utf16', 'hmac-key-salt', 'vbulletin', 'magento2-chain', 'digest-both'],
    ],
    ['digests that Okta does not have', ['ldap-ssha384', 'spring-md4', 'oracle12']],
  ])('does not exist for %s', (_, names) => {
    for (const name of names) expect([name, algorithmOf(name)]).toEqual([name, undefined]);
  });

  it('is made of the hash alone: with anything in front of it or behind it there is none', () => {
    const strict = nativeOf(recorded).filter(
      ({ name }) => !saltedMakers.some((maker) => maker.name === name),
    );
    expect(strict.length).toBeGreaterThan(50);
    for (const { format, hash } of strict) {
      for (const more of [`x${hash}`, `${hash}!`, `${hash}\nmore`]) {
        const made = () => oktaHashOf(format, more);
        if (recodes(made)) throw new Error(`${format} takes more than its hash`);
      }
    }
  });

  it('has no PBKDF2 without a salt, and no bcrypt without a cost', () => {
    const key = Buffer.alloc(32).toString('base64').replaceAll('+', '.').replace(/=+$/, '');
    expect(oktaHashOf('passlib-pbkdf2', `$pbkdf2-sha256$4096$c2FsdA$${key}`)).toMatchObject({ keySize: 32 });
    expect(oktaHashOf('passlib-pbkdf2', `$pbkdf2-sha256$4096$$${key}`)).toBeUndefined();
    expect(oktaHashOf('bcrypt', `$2b$00$${'a'.repeat(53)}`)).toBeUndefined();
    expect(oktaHashOf('bcrypt', `$2b$01$${'a'.repeat(53)}`)).toMatchObject({ workFactor: 1 });
  });

  it('ends where Okta ends: cost 20 and 4,096 rounds, whatever the limits of the hook are', () => {
    const bcrypt = (cost: number) => `$2b$${cost}$${'a'.repeat(53)}`;
    expect(oktaHashOf('bcrypt', bcrypt(20))).toMatchObject({ workFactor: 20 });
    expect(oktaHashOf('bcrypt', bcrypt(21))).toBeUndefined();
    const pbkdf2 = (rounds: number) => `sha256:${rounds}:c2FsdA==:${Buffer.alloc(32).toString('base64')}`;
    expect(oktaHashOf('hashcat-pbkdf2', pbkdf2(4095))).toBeUndefined();
    expect(oktaHashOf('hashcat-pbkdf2', pbkdf2(4096))).toMatchObject({ iterationCount: 4096, keySize: 32 });
    expect(oktaHashOf('hashcat-pbkdf2', pbkdf2(9_000_000))).toMatchObject({ iterationCount: 9_000_000 });
  });

  it('has no salt where there is none', () => {
    const hash = createHash('sha256').update('password').digest('hex');
    expect(oktaHashOf('sha256', hash)).toEqual({
      algorithm: 'SHA-256',
      value: Buffer.from(hash, 'hex').toString('base64'),
    });
  });
});
