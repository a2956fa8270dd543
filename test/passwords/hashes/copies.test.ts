import { createHash, type Hash } from 'node:crypto';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { prepareBcrypt } from '../../../lambda/passwords/hashes/bcrypt.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf } from './law.ts';

const PASSWORD = 'Grüße, Señor 密码 🔑';
const hashOf = (fixture: string) =>
  readFixture(fixture).hashes.find(({ password }) => password === PASSWORD)?.hash ?? '';

afterEach(() => {
  jest.restoreAllMocks();
});

const { from, concat } = Buffer;

const hashes = Object.getPrototypeOf(createHash('sha256')) as Hash;
const { update } = hashes;

/** Every byte string that `Buffer` makes out of others or out of text, or that is hashed, from now on. */
function watchBytes(): readonly Uint8Array[] {
  const made: Uint8Array[] = [];
  const watched =
    <Given extends unknown[]>(make: (...given: Given) => Buffer) =>
    (...given: Given) => {
      const buffer = make.apply(Buffer, given);
      made.push(buffer);
      return buffer;
    };
  jest.spyOn(Buffer, 'from').mockImplementation(watched(from as (...given: unknown[]) => Buffer) as never);
  jest.spyOn(Buffer, 'concat').mockImplementation(watched(concat) as never);
  jest.spyOn(hashes, 'update').mockImplementation(function (this: Hash, data: unknown) {
    if (data instanceof Uint8Array) made.push(data);
    return (update as (data: unknown) => Hash).call(this, data);
  });
  return made;
}

const found = (copies: readonly Uint8Array[], made: readonly Uint8Array[]) =>
  made.filter((bytes) => copies.some((copy) => Buffer.prototype.includes.call(bytes, copy)));

describe('copies of a password that a check makes are overwritten before it answers', () => {
  it.each([
    'mssql2005',
    'digest-utf16',
    'spring-md4',
    'md5crypt-php',
    'sha512crypt-mkpasswd',
    'phpass',
    'drupal7',
    'joomla',
    'vbulletin',
  ])('%s', async (fixture) => {
    const { format } = readFixture(fixture);
    const hash = hashOf(fixture);
    const typed = new TextEncoder().encode(PASSWORD);
    const copies = (['utf8', 'utf16le'] as const).map((as) => Uint8Array.from(Buffer.from(PASSWORD, as)));
    const made = watchBytes();
    expect(await outcomeOf(typed, hash, format)).toBe('match');
    expect(made.length).toBeGreaterThan(0);
    expect(found(copies, made).filter((bytes) => bytes !== typed)).toEqual([]);
    expect(new TextDecoder().decode(typed)).toBe(PASSWORD);
  });

  it('replaced by a digest of their UTF-16', async () => {
    const typed = new TextEncoder().encode(PASSWORD);
    const utf16 = Uint8Array.from(Buffer.from(PASSWORD, 'utf16le'));
    const first = createHash('md5').update(utf16).digest('hex');
    const hash = createHash('sha1').update(first).digest('hex');
    const made = watchBytes();
    expect(await outcomeOf(typed, hash, 'digest:sha1,password=utf16le,first=md5')).toBe('match');
    expect(found([utf16, new TextEncoder().encode(first)], made)).toEqual([]);
  });

  it('would be seen: the watch finds a copy that stays', () => {
    const made = watchBytes();
    Buffer.from(PASSWORD);
    expect(found([new TextEncoder().encode(PASSWORD)], made)).toHaveLength(1);
  });

  it('is so for what wrapped bcrypt hashes instead of the password, also when the check fails', async () => {
    const hash = hashOf('bcrypt-php');
    const own = new TextEncoder().encode(PASSWORD);
    const check = prepareBcrypt(hash, () => own);
    expect(await check.verify(new Uint8Array())).toBe(true);
    expect(own).toEqual(new Uint8Array(own.length));
    const empty = new Uint8Array([1, 2]);
    const failing = prepareBcrypt(hash, () => Object.assign(empty, { subarray: () => new Uint8Array() }));
    await expect(failing.verify(new Uint8Array())).rejects.toThrow();
    expect([...empty]).toEqual([0, 0]);
  });
});
