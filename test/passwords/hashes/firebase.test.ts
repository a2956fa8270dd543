import { describe, expect, it } from '@jest/globals';
import { configuredSchemes } from '../../../lambda/passwords/hashes/configured.ts';
import { recognise, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { readFirebaseFixture } from './firebase.ts';

const { settings, hashes } = readFirebaseFixture();
const configured = () => configuredSchemes({ firebase: settings });
const ask = (password: string, hash: string, salt: string | undefined, known = configured()) =>
  verifyHash(
    new TextEncoder().encode(password),
    { format: 'firebase', hash, ...(salt !== undefined && { salt }) },
    undefined,
    known,
  );

describe("Firebase's hashes, made by openssl", () => {
  it('match their password in either alphabet of base64, and no other', async () => {
    for (const { password, hash, salt } of hashes) {
      expect(await ask(password, hash, salt)).toEqual({ kind: 'match' });
      const url = hash.replaceAll('+', '-').replaceAll('/', '_');
      expect(await ask(password, url, salt)).toEqual({ kind: 'match' });
      expect(await ask(`X${password.slice(1)}`, hash, salt)).toEqual({ kind: 'no match' });
      expect(await ask('', hash, salt)).toEqual({ kind: 'no match' });
      expect(await ask(`${password}\0`, hash, salt)).toEqual({ kind: 'no match' });
    }
  });

  it('are malformed without a salt, or when their end is missing', async () => {
    const [{ password = '', hash = '', salt = '' } = {}] = hashes;
    const malformed = { kind: 'cannot decide', reason: 'malformed hash' };
    for (const none of [undefined, '', '*']) expect(await ask(password, hash, none)).toEqual(malformed);
    for (const cut of [1, 3, 5, 20])
      expect(await ask(password, hash.slice(0, -cut), salt)).toEqual(malformed);
  });

  it('need the parameters of their project, and are never guessed', async () => {
    const [{ password = '', hash = '', salt = '' } = {}] = hashes;
    expect(await ask(password, hash, salt, undefined)).toEqual({ kind: 'match' });
    expect(await verifyHash(Buffer.from(password), { format: 'firebase', hash, salt })).toEqual({
      kind: 'cannot decide',
      reason: 'unsupported hash',
    });
    expect(recognise(hash, configured())).toBeUndefined();
  });

  it('are over the work limit with a memory cost a million times higher', async () => {
    const [{ password = '', hash = '', salt = '' } = {}] = hashes;
    const costly = configuredSchemes({ firebase: { ...settings, mem_cost: 30 } });
    expect(await ask(password, hash, salt, costly)).toEqual({
      kind: 'cannot decide',
      reason: 'over the work limit',
    });
  });
});
