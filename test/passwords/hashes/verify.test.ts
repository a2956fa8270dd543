import { describe, expect, it } from '@jest/globals';
import { HashUndecidable, type StoredHash } from '../../../lambda/passwords/hashes/scheme.ts';
import { isDisabled, schemeOf, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { outcomeOf } from './law.ts';

const PASSWORD = new TextEncoder().encode('password');

/** A format that takes every hash, and what it was given. */
function watched(
  prepare: () => never | { verify: () => Promise<boolean> } = () => ({ verify: async () => true }),
) {
  const given: StoredHash[] = [];
  const scheme = {
    name: 'watched',
    usedBy: 'this test',
    recognises: () => true,
    prepare: (stored: StoredHash) => {
      given.push(stored);
      return prepare();
    },
  };
  return { given, schemes: [scheme] };
}

describe('a stored hash', () => {
  it('reaches its format without the padding of columns and files, and with a salt only where there is one', async () => {
    const { given, schemes } = watched();
    for (const hash of ['x', '\uFEFF x', '\uFEFF\uFEFF\t\r\nx \t\r\n', '   x'])
      expect(await verifyHash(PASSWORD, { format: 'auto', hash }, undefined, schemes)).toEqual({
        kind: 'match',
      });
    expect(given.map((stored) => [stored.hash, Object.keys(stored)])).toEqual(
      given.map(() => ['x', ['hash']]),
    );
    await verifyHash(PASSWORD, { format: 'watched', hash: 'x', salt: '' }, undefined, schemes);
    expect(given.at(-1)).toEqual({ hash: 'x', salt: '' });
  });

  it('keeps other white space, and blanks inside it', () => {
    const { schemes } = watched();
    for (const hash of ['\u00a0x', 'x\u2003', 'x y', 'x\uFEFF'])
      expect(schemeOf({ format: 'auto', hash }, schemes).hash).toBe(hash);
  });

  it('is at most 4,096 characters long', () => {
    const { schemes } = watched();
    expect(schemeOf({ format: 'auto', hash: 'x'.repeat(4096) }, schemes).hash).toHaveLength(4096);
    expect(() => schemeOf({ format: 'auto', hash: 'x'.repeat(4097) }, schemes)).toThrow(HashUndecidable);
  });

  it('is that of an account without a password only as shadow files, Django and phpass write it', async () => {
    for (const hash of ['!', '!!', '!$6$', '*', '*0', '*1', ' *\n']) expect(isDisabled(hash)).toBe(true);
    for (const hash of ['*2', '*01', '*ABC', 'x*', 'x!', '']) expect(isDisabled(hash)).toBe(false);
    expect(await outcomeOf('password', '*94BDCEBE19083CE2A1F959FD02F964C7AF4CFC29')).toBe('unsupported hash');
  });
});

describe('a fault of this program', () => {
  it('is no outcome: it comes through as it is', async () => {
    const fault = new TypeError('a fault');
    const { schemes } = watched(() => {
      throw fault;
    });
    await expect(verifyHash(PASSWORD, { format: 'auto', hash: 'x' }, undefined, schemes)).rejects.toBe(fault);
  });
});

describe('a hash that nobody can check', () => {
  it('says why and quotes nothing', () => {
    const error = new HashUndecidable('over the work limit');
    expect(error).toMatchObject({
      name: 'HashUndecidable',
      code: 'ERR_HASH_UNDECIDABLE',
      reason: 'over the work limit',
    });
    expect(error.message).toBe('the stored hash cannot be checked: over the work limit');
  });
});
