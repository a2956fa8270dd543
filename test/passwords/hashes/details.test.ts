import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { withBytes } from '../../../lambda/passwords/hashes/bytes.ts';
import { encodeItoa64 } from '../../../lambda/passwords/hashes/crypt-base64.ts';
import { AUTO, findScheme, schemes } from '../../../lambda/passwords/hashes/registry.ts';
import { repeat } from '../../../lambda/passwords/hashes/rounds.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf } from './law.ts';

const sixtyFour = 'four'.repeat(16);
const seventyTwo = 'sixbit'.repeat(12);
const hashFor = (fixture: string, password: string) =>
  readFixture(fixture).hashes.find((made) => made.password === password)?.hash ?? '';

describe('how much of a password counts', () => {
  it('is 72 bytes for bcrypt, and everything where the password is digested first', async () => {
    expect(await outcomeOf(`${seventyTwo}?`, hashFor('bcrypt-php', seventyTwo))).toBe('match');
    for (const fixture of ['django-bcrypt-sha256', 'wordpress', 'argon2id', 'scrypt', 'phpass']) {
      expect(await outcomeOf(`${seventyTwo}?`, hashFor(fixture, seventyTwo))).toBe('no match');
    }
  });

  it('counts bytes, not characters: a letter of two bytes may be cut in the middle', async () => {
    const hash = hashFor('bcrypt-php', `${seventyTwo}!`);
    expect(await outcomeOf(`${seventyTwo.slice(0, -1)}é`, hash)).toBe('no match');
    expect(await outcomeOf(`${seventyTwo}é`, hash)).toBe('match');
  });

  it('is a password of one block exactly, like any other, for sha-crypt', async () => {
    for (const fixture of ['sha256crypt-openssl', 'sha512crypt-openssl']) {
      expect(await outcomeOf(sixtyFour, hashFor(fixture, sixtyFour))).toBe('match');
      expect(await outcomeOf(sixtyFour.slice(1), hashFor(fixture, sixtyFour))).toBe('no match');
    }
  });

  it('is without the blanks around it for WordPress alone, whose login trims', async () => {
    const words = 'correct horse battery';
    expect(await outcomeOf(`\t ${words}\r\n`, hashFor('wordpress', words))).toBe('match');
    expect(await outcomeOf(` ${words}`, hashFor('bcrypt-php', words))).toBe('no match');
    expect(await outcomeOf('   ', hashFor('wordpress', words))).toBe('no match');
  });

  it('is 512 bytes at most for Drupal, which refuses more at its own login', async () => {
    const drupal = (password: string) => {
      let made = createHash('sha512').update(`saltsalt${password}`).digest();
      for (let round = 0; round < 2 ** 7; round += 1)
        made = createHash('sha512').update(made).update(password).digest();
      return `$S$5saltsalt${encodeItoa64(made).slice(0, 43)}`;
    };
    for (const [bytes, outcome] of [
      [511, 'match'],
      [512, 'match'],
      [513, 'no match'],
    ] as const)
      expect(await outcomeOf('p'.repeat(bytes), drupal('p'.repeat(bytes)))).toBe(outcome);
  });
});

describe('the list of formats', () => {
  it('has each name once, none of them "auto", and finds each by its name', () => {
    expect(new Set(schemes.map(({ name }) => name)).size).toBe(schemes.length);
    expect(schemes.map(({ name }) => name)).not.toContain(AUTO);
    for (const scheme of schemes) expect(findScheme(scheme.name)).toBe(scheme);
  });

  it('guesses no digest that says nothing about itself', async () => {
    expect(await outcomeOf('password', '5f4dcc3b5aa765d61d8327deb882cf99')).toBe('unsupported hash');
    expect(await outcomeOf('password', '5f4dcc3b5aa765d61d8327deb882cf99', 'wordpress-md5')).toBe('match');
    expect(await outcomeOf('password', '5F4DCC3B5AA765D61D8327DEB882CF99', 'wordpress-md5')).toBe('match');
  });
});

describe('long work', () => {
  it('lets others run every 4,096 rounds, and not more often', async () => {
    const turnsOf = async (rounds: number) => {
      let turns = 0;
      let isDone = false;
      const turn = () => {
        turns += 1;
        if (!isDone) setImmediate(turn);
      };
      setImmediate(turn);
      await repeat(rounds, undefined, () => {});
      isDone = true;
      return turns;
    };
    expect(await turnsOf(4095)).toBe(0);
    const turns = await turnsOf(10 * 4096);
    expect(turns).toBeGreaterThanOrEqual(9);
    expect(turns).toBeLessThanOrEqual(20);
  });
});

describe('helpers', () => {
  it('overwrite the bytes of a password after use, also when the use fails', async () => {
    const kept: Uint8Array[] = [];
    await withBytes('secret', async (bytes) => kept.push(bytes));
    await expect(
      withBytes('secret', async (bytes) => {
        kept.push(bytes);
        throw new Error('failed');
      }),
    ).rejects.toThrow('failed');
    expect(kept).toEqual([new Uint8Array(6), new Uint8Array(6)]);
  });

  it('write crypt base64 with the lowest bits first', () => {
    expect(encodeItoa64(Uint8Array.of(0))).toBe('..');
    expect(encodeItoa64(Uint8Array.of(1, 0, 0))).toBe('/...');
    expect(encodeItoa64(Uint8Array.of(255, 255, 255))).toBe('zzzz');
  });
});
