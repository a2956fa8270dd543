import { describe, expect, it } from '@jest/globals';
import { findScheme } from '../../../lambda/passwords/hashes/registry.ts';
import { recognise } from '../../../lambda/passwords/hashes/verify.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';
import { makers, unsupportedMakers } from './makers.ts';

/** Another password of the same length, unequal in its first character. */
const otherThan = (password: string) => `X${password.slice(1)}`;

/** What they write, other applications write too. */
const NEVER_GUESSED = ['wordpress-md5', 'django-md5-unsalted', 'magento2-v0'];
const isGuessed = (name: string) => !NEVER_GUESSED.includes(name);

describe.each(makers.map(({ name }) => ({ name, ...readFixture(name) })))(
  'hashes made by $name',
  ({ name, format, hashes }) => {
    const [first = { password: '', hash: '' }] = hashes;
    const formats = isGuessed(name) ? ['auto', format] : [format];

    it('match the password that made them, also beyond ASCII and of 64, 72 and 73 bytes', async () => {
      for (const told of formats) {
        for (const { password, hash } of hashes) expect(await outcomeOf(password, hash, told)).toBe('match');
      }
    });

    it('match no other password, no empty one and none with a NUL', async () => {
      for (const { password, hash } of hashes) {
        expect(await outcomeOf(otherThan(password), hash, format)).toBe('no match');
        expect(await outcomeOf('', hash, format)).toBe('no match');
        expect(await outcomeOf(`${password}\0`, hash, format)).toBe('no match');
        expect(await outcomeOf(`${password}\0more`, hash, format)).toBe('no match');
      }
    });

    it('are of their format and of none before it, or of none where other applications write the same', () => {
      for (const { hash } of hashes)
        expect(recognise(hash)).toBe(isGuessed(name) ? findScheme(format) : undefined);
    });

    it('are no hash of this format with anything in front of them or behind them', () => {
      for (const { hash } of hashes) {
        expect(recognise(`x${hash}`)?.name).not.toBe(format);
        for (const more of [`x${hash}`, `$${hash}`, `more\n${hash}`, `${hash}!`, `${hash}\nmore`])
          expect(refusalOf(more, format)).toMatch(/^(?:malformed|unsupported) hash$/);
      }
    });

    it('cannot be checked when their end is missing', async () => {
      for (const { password, hash } of hashes) {
        const digest = hash.replace(/=+$/, '');
        for (const cut of [1, 2, 3, 20]) {
          expect(await outcomeOf(password, digest.slice(0, -cut), format)).toBe('malformed hash');
        }
      }
    });

    it('are read from padded columns and lines with a byte order mark', async () => {
      expect(await outcomeOf(first.password, `\uFEFF${first.hash}   \r\n`, format)).toBe('match');
    });
  },
);

it.each(unsupportedMakers.map(({ name }) => ({ name, ...readFixture(name) })))(
  'hashes made by $name are known and say that they are not supported',
  async ({ format, hashes }) => {
    for (const { password, hash } of hashes) {
      expect(recognise(hash)?.name).toBe(format);
      expect(await outcomeOf(password, hash)).toBe('unsupported hash');
      expect(await outcomeOf(password, hash, format)).toBe('unsupported hash');
    }
  },
);
