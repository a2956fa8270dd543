import { scryptSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { configuredSchemes } from '../../../lambda/passwords/hashes/configured.ts';
import { findScheme } from '../../../lambda/passwords/hashes/registry.ts';
import { recognise, schemeOf, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';
import { makers } from './makers.ts';

const fixtures = makers.filter(({ format }) => format === 'spring').map(({ name }) => name);
const configured = () => configuredSchemes({ spring: {} });
const peppered = () => configuredSchemes({ spring: { secret: 'pepper' } });
const ask = async (password: string, hash: string, known = configured()) =>
  (await verifyHash(new TextEncoder().encode(password), { format: 'spring', hash }, undefined, known)).kind;
const oktaHashOf = (hash: string, known = configured()) => {
  const { scheme, ...text } = schemeOf({ format: 'spring', hash }, known);
  return scheme.forOkta?.(text);
};
const SALTED_WITH_SECRET = /^\{(?:pbkdf2(?:@SpringSecurity_v5_8)?|sha256)\}/;

/** What Okta calls the algorithm of those it takes. */
const IN_OKTA: Readonly<Record<string, string>> = {
  'spring-bcrypt': 'BCRYPT',
  'spring-md5': 'MD5',
  'spring-md5-unsalted': 'MD5',
  'spring-sha-1': 'SHA-1',
  'spring-sha-256': 'SHA-256',
  'spring-pbkdf2-v5-8': 'PBKDF2',
  'spring-ldap': 'SHA-1',
};

describe("Spring's encoders with the settings of an application", () => {
  it.each(fixtures)('are those without, where it has none: %s', async (name) => {
    const [{ password, hash } = { password: '', hash: '' }] = readFixture(name).hashes;
    expect(await ask(password, hash)).toBe('match');
    expect(await ask(`x${password}`, hash)).toBe('no match');
    expect(recognise(hash, configured())?.name).toBe('spring');
    expect(oktaHashOf(hash)?.algorithm).toBe(IN_OKTA[name]);
    expect(oktaHashOf(hash)).toEqual(findScheme('spring')?.forOkta?.({ hash }));
  });

  it.each(fixtures)('take its secret where Spring does, and then are no hash for Okta: %s', async (name) => {
    const [{ password, hash } = { password: '', hash: '' }] = readFixture(name).hashes;
    const takesSecret = SALTED_WITH_SECRET.test(hash);
    expect(await ask(password, hash, peppered())).toBe(takesSecret ? 'no match' : 'match');
    if (takesSecret) expect(oktaHashOf(hash, peppered())).toBeUndefined();
    else expect(oktaHashOf(hash, peppered())).toEqual(oktaHashOf(hash));
  });

  it.each([
    ['spring-argon2', 'argon2', 'argon2@SpringSecurity_v5_8'],
    ['spring-scrypt-id', 'scrypt', 'scrypt@SpringSecurity_v5_8'],
  ])('have both of their ids: %s', async (name, old, current) => {
    const [{ password, hash } = { password: '', hash: '' }] = readFixture(name).hashes;
    for (const id of [old, current]) {
      const renamed = hash.replace(/^\{[^}]*\}/, `{${id}}`);
      expect(recognise(renamed, configured())?.name).toBe('spring');
      expect(await ask(password, renamed)).toBe('match');
    }
  });

  it('refuse plain text unless it is asked for, with other settings too', async () => {
    const plain = configuredSchemes({ spring: { plainText: true } });
    const ofNoop = { kind: 'cannot decide', reason: 'unsupported hash' };
    const bytes = new TextEncoder().encode('password');
    const stored = { format: 'spring', hash: '{noop}password' };
    for (const known of [configured(), peppered()])
      expect(await verifyHash(bytes, stored, undefined, known)).toEqual(ofNoop);
    expect(await ask('password', '{noop}password', plain)).toBe('match');
    expect(await ask('passwort', '{noop}password', plain)).toBe('no match');
    expect(oktaHashOf('{noop}password', plain)).toBeUndefined();
  });
});

describe('what stands behind the id', () => {
  it('is nothing but salt and digits', () => {
    for (const id of ['MD4', 'MD5', 'SHA-1', 'SHA-256'])
      for (const rest of [
        `x${'0'.repeat(32)}`,
        `x{salt}${'0'.repeat(32)}`,
        `{salt}x${'0'.repeat(32)}`,
        '{salt}',
        '',
      ])
        expect(refusalOf(`{${id}}${rest}`, 'spring')).toBe('malformed hash');
  });

  it('is told by its id alone, and an id that is missing is none', () => {
    for (const hash of ['{}x', '{bcrypt', 'bcrypt}x', '{BCRYPT}x', '{x}'])
      expect([hash, recognise(hash)?.name === 'spring']).toEqual([hash, false]);
    expect(refusalOf('{}x', 'spring')).toBe('unsupported hash');
    expect(refusalOf('x', 'spring')).toBe('malformed hash');
  });
});

describe('scrypt of any parameters', () => {
  const key = (cost: number, r: number, p: number, bytes: number) =>
    scryptSync('password', 'saltsalt', bytes, {
      cost,
      blockSize: r,
      parallelization: p,
      maxmem: 2 ** 27,
    }).toString('base64');
  const salt = Buffer.from('saltsalt').toString('base64');
  const bare = (text: string) => text.replace(/=+$/, '');

  it.each([
    [2, 8, 16],
    [2, 1, 64],
    [16, 16, 1],
    [1024, 1, 12],
    [4, 32, 3],
  ])('is computed, also with little memory and many blocks: N=%d, r=%d, p=%d', async (cost, r, p) => {
    const packed = ((Math.log2(cost) << 16) | (r << 8) | p).toString(16);
    const spellings = [
      `$scrypt$ln=${Math.log2(cost)},r=${r},p=${p}$${bare(salt)}$${bare(key(cost, r, p, 32))}`,
      `scrypt$${cost}$saltsalt$${r}$${p}$${key(cost, r, p, 64)}`,
      `$${packed}$${salt}$${key(cost, r, p, 32)}`,
      `$${packed}$${bare(salt)}$${bare(key(cost, r, p, 64))}`,
    ];
    for (const hash of spellings) {
      expect(await outcomeOf('password', hash)).toBe('match');
      expect(await outcomeOf('passwort', hash)).toBe('no match');
    }
  });
});
