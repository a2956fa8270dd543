import { describe, expect, it } from '@jest/globals';
import type { HashScheme } from '../../../lambda/passwords/hashes/scheme.ts';
import { prepareHash, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';

const hashOf = (fixture: string) => readFixture(fixture).hashes[0]?.hash ?? '';

describe('work above the limits is refused while the hash is read, before there is a check that could run', () => {
  it.each([
    ['bcrypt', hashOf('bcrypt-php').replace('$05$', '$25$')],
    ['django-bcrypt', hashOf('django-bcrypt').replace('$04$', '$31$')],
    ['wordpress', hashOf('wordpress').replace('$04$', '$15$')],
    ['argon2', hashOf('argon2id').replace('m=256', 'm=4194304')],
    ['argon2', hashOf('argon2id').replace('t=2', 't=1000000')],
    ['argon2', hashOf('argon2-version-16').replace('t=3', 't=1000000')],
    ['django-argon2', hashOf('django-argon2').replace('t=1', 't=99999999999999999999999')],
    ['scrypt', hashOf('scrypt').replace('ln=4', 'ln=24')],
    ['scrypt', hashOf('scrypt').replace('p=1', 'p=1000000')],
    ['django-scrypt', hashOf('django-scrypt').replace('$1024$', '$1073741824$')],
    ['spring-scrypt', hashOf('spring-scrypt').replace('$a0801$', '$1e0801$')],
    ['sha-crypt', hashOf('sha512crypt-mkpasswd').replace('rounds=1234', 'rounds=999999999')],
    ['sha-crypt', hashOf('sha256crypt-php').replace('rounds=1001', `rounds=1${'0'.repeat(400)}`)],
    ['phpass', hashOf('phpass').replace('$P$5', '$P$S')],
    ['drupal7', hashOf('drupal7').replace('$S$6', '$S$Q')],
  ])('%s %s', async (format, hash) => {
    expect(refusalOf(hash, format)).toBe('over the work limit');
    expect(await outcomeOf('password', hash, 'auto')).toBe('over the work limit');
  });

  it('counts what a long password adds to an iterated digest', async () => {
    const costly = hashOf('sha512crypt-mkpasswd').replace('rounds=1234', 'rounds=900000');
    expect(refusalOf(costly)).toBeUndefined();
    expect(await outcomeOf('p'.repeat(65), costly)).toBe('over the work limit');
    expect(await outcomeOf('p'.repeat(65), hashOf('phpass').replace('$P$5', '$P$I'))).toBe(
      'over the work limit',
    );
  });

  it('hands no scheme an empty password, one with a NUL or one of more than 4096 bytes', async () => {
    const seen: number[] = [];
    const spy: HashScheme = {
      name: 'spy',
      usedBy: 'this test',
      recognises: () => true,
      prepare: () => ({
        verify: async (password) => {
          seen.push(password.length);
          return true;
        },
      }),
    };
    const ask = (password: string, hash = 'x') =>
      verifyHash(new TextEncoder().encode(password), { format: 'auto', hash }, undefined, [spy]);
    expect(await ask('')).toEqual({ kind: 'no match' });
    expect(await ask('a\0b')).toEqual({ kind: 'no match' });
    expect(await ask('p'.repeat(4097))).toEqual({ kind: 'cannot decide', reason: 'over the work limit' });
    expect(await ask('password', 'x'.repeat(4097))).toEqual({
      kind: 'cannot decide',
      reason: 'malformed hash',
    });
    for (const disabled of ['!', '!!', '!$6$salt$digest', '*', '*0', '*1']) {
      expect(await ask('password', disabled)).toEqual({ kind: 'no match' });
    }
    expect(seen).toEqual([]);
    expect(await ask('p'.repeat(4096))).toEqual({ kind: 'match' });
    expect(seen).toEqual([4096]);
  });
});

describe('parameters that no program writes make a malformed hash', () => {
  it.each([
    ['bcrypt cost 3', hashOf('bcrypt-php').replace('$05$', '$03$')],
    ['bcrypt cost 32', hashOf('bcrypt-php').replace('$05$', '$32$')],
    ['bcrypt of one character too many', `${hashOf('bcrypt-php')}.`],
    ['a character outside the alphabet of bcrypt', hashOf('bcrypt-php').replace(/.$/, '+')],
    ['argon2 without passes', hashOf('argon2id').replace('t=2', 't=0')],
    ['argon2 without lanes', hashOf('argon2id').replace('p=2', 'p=0')],
    ['argon2 with less than 8 KiB a lane', hashOf('argon2id').replace('m=256', 'm=15')],
    ['argon2 with a salt of 6 bytes', hashOf('argon2id').replace('c2FsdHNhbHQ', 'c2FsdHNh')],
    ['argon2 with a tag of 12 bytes', hashOf('argon2id').replace(/[^$]+$/, 'A'.repeat(16))],
    ['argon2 with a tag of 3 bytes', hashOf('argon2id').replace(/[^$]+$/, 'AAAA')],
    ['argon2 of a fourth kind', hashOf('argon2id').replace('argon2id', 'argon2x')],
    ['scrypt with half a key', hashOf('scrypt').replace(/.{21}$/, '')],
    ['scrypt with N = 1', hashOf('scrypt').replace('ln=4', 'ln=0')],
    ['scrypt with r = 0', hashOf('scrypt').replace('r=8', 'r=0')],
    ['scrypt with p = 0', hashOf('scrypt').replace('p=1', 'p=0')],
    ['scrypt with N no power of two', hashOf('django-scrypt').replace('$1024$', '$1000$')],
    ['sha-crypt of fewer than 1000 rounds', hashOf('sha256crypt-php').replace('1001', '999')],
    ['sha-crypt rounds with a leading zero', hashOf('sha256crypt-php').replace('1001', '01001')],
    [
      'sha-crypt with 17 characters of salt',
      hashOf('sha256crypt-php').replace('$salt$', '$saltsaltsaltsalts$'),
    ],
    ['md5crypt with 9 characters of salt', hashOf('md5crypt-php').replace('$abc$', '$abcabcabc$')],
    ['phpass of 2^6 rounds', hashOf('phpass').replace('$P$5', '$P$4')],
    ['phpass of 2^31 rounds', hashOf('phpass').replace('$P$5', '$P$T')],
  ])('%s', async (_, hash) => {
    expect(refusalOf(hash)).toBe('malformed hash');
    expect(await outcomeOf('password', hash)).toBe('malformed hash');
  });

  it('does not take hashes for others that it cannot check', async () => {
    expect(refusalOf(hashOf('bcrypt-php').replace('$2y$', '$2x$'))).toBe('unsupported hash');
    expect(refusalOf(hashOf('argon2id').replace('v=19', 'v=20'))).toBe('unsupported hash');
    expect(refusalOf(hashOf('argon2id').replace('p=2$', 'p=2,keyid=AAAA$'))).toBe('unsupported hash');
    expect(refusalOf('5f4dcc3b5aa765d61d8327deb882cf99:salt', 'no-such-format')).toBe('unsupported hash');
    expect(refusalOf('no hash at all')).toBe('unsupported hash');
    expect(refusalOf('  \n')).toBe('malformed hash');
  });

  it('ends long work when nobody waits for it any more', async () => {
    const hash = hashOf('sha512crypt-mkpasswd').replace('rounds=1234', 'rounds=900000');
    const gone = new AbortController();
    const check = prepareHash({ format: 'auto', hash }).verify(Buffer.from('password'), gone.signal);
    gone.abort(new Error('gone'));
    await expect(check).rejects.toThrow('gone');
  });
});
