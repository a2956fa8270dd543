import { describe, expect, it } from '@jest/globals';
import { AUTO, schemes } from '../../../lambda/passwords/hashes/registry.ts';
import { verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { anyHash, anyPassword, damaged } from '../../arbitraries/hashes.ts';
import { fc } from '../../fuzz.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';
import { makers } from './makers.ts';

const KINDS = ['match', 'no match', 'malformed hash', 'unsupported hash', 'over the work limit'];
const formats = fc.constantFrom(AUTO, 'no-such-format', ...schemes.map(({ name }) => name));

describe('verifyHash', () => {
  it('has an outcome for any text as a hash of any format', async () => {
    await fc.assert(
      fc.asyncProperty(formats, anyHash, anyPassword, async (format, hash, password) => {
        expect(KINDS).toContain(await outcomeOf(password, hash, format));
      }),
      { numRuns: 500 },
    );
  });

  it('matches no bytes but the password, and leaves the bytes as they were', async () => {
    const cheap = ['argon2id', 'md5crypt-php', 'django-scrypt', 'phpass', 'bcrypt-python'];
    const hashes = cheap.map((name) => readFixture(name).hashes[0]?.hash ?? '');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...hashes), anyPassword, async (hash, password) => {
        const before = password.slice();
        const outcome = await verifyHash(password, { format: AUTO, hash });
        expect(outcome).toEqual({ kind: 'no match' });
        expect(password).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('reads or refuses whatever damage does to a good hash', () => {
    const good = fc.constantFrom(...makers.map(({ name }) => readFixture(name).hashes[0]?.hash ?? ''));
    fc.assert(
      fc.property(formats, good.chain(damaged), (format, hash) => {
        expect([undefined, ...KINDS]).toContain(refusalOf(hash, format));
        expect([undefined, ...KINDS]).toContain(refusalOf(hash));
      }),
      { numRuns: 2000 },
    );
  });
});
