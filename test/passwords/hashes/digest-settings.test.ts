import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Arbitrary } from 'fast-check';
import { configuredSchemes } from '../../../lambda/passwords/hashes/configured.ts';
import { schemes } from '../../../lambda/passwords/hashes/registry.ts';
import { verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { fc } from '../../fuzz.ts';
import { readFirebaseFixture } from './firebase.ts';
import { refusalOf } from './law.ts';

const ALGORITHMS = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const;
const settings = fc.record({
  kind: fc.constantFrom('digest', 'hmac'),
  algorithm: fc.constantFrom(...ALGORITHMS),
  salt: fc.constantFrom('none', 'before', 'after', 'both'),
  key: fc.constantFrom('salt', 'password'),
  password: fc.constantFrom('utf8', 'utf16le'),
  hash: fc.constantFrom('hex', 'base64'),
  'salt-text': fc.constantFrom('utf8', 'utf16le', 'hex', 'base64'),
  first: fc.constantFrom('none', ...ALGORITHMS),
});
type Settings = typeof settings extends Arbitrary<infer Value> ? Value : never;

/** The format that spells them, each setting written out or left to its default. */
const formatOf = ({ kind, algorithm, salt, key, ...rest }: Settings) =>
  [`${kind}:${algorithm}`, kind === 'digest' ? `salt=${salt}` : `key=${key}`]
    .concat(Object.entries(rest).map((pair) => pair.join('=')))
    .join(',');

/** What an application with these settings stores. */
function made({ kind, algorithm, salt, key, ...rest }: Settings, password: string, saltText: string): string {
  const typed = Buffer.from(password, rest.password);
  const text =
    rest.first === 'none' ? typed : Buffer.from(createHash(rest.first).update(typed).digest('hex'));
  const salted = Buffer.from(saltText, rest['salt-text']);
  if (kind === 'hmac') {
    const [over, by] = key === 'salt' ? [text, salted] : [salted, text];
    return createHmac(algorithm, by).update(over).digest(rest.hash);
  }
  const before = salt === 'before' || salt === 'both' ? [salted] : [];
  const after = salt === 'after' || salt === 'both' ? [salted] : [];
  return createHash(algorithm)
    .update(Buffer.concat([...before, text, ...after]))
    .digest(rest.hash);
}

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !text.includes('\0'));
/** Blanks at the end of a row are padding of its column. */
const salts = words.filter((text) => !/[ \t\r\n]$/.test(text));
const outcomeOf = async (format: string, password: string, hash: string, salt?: string) =>
  verifyHash(new TextEncoder().encode(password), { format, hash, ...(salt !== undefined && { salt }) });

describe('settings of a digest', () => {
  it('mean what they say, each with each other, with the salt in its column or behind the hash', async () => {
    await fc.assert(
      fc.asyncProperty(settings, words, salts, async (chosen, password, text) => {
        const saltText = Buffer.from(text).toString(
          chosen['salt-text'] === 'hex' || chosen['salt-text'] === 'base64' ? chosen['salt-text'] : 'utf8',
        );
        const format = formatOf(chosen);
        const hash = made(chosen, password, saltText);
        const isSalted = chosen.kind === 'hmac' || chosen.salt !== 'none';
        expect(await outcomeOf(format, password, hash, saltText)).toEqual({ kind: 'match' });
        expect(await outcomeOf(format, `${password}x`, hash, saltText)).toEqual({ kind: 'no match' });
        if (isSalted)
          expect(await outcomeOf(format, password, `${hash}:${saltText}`)).toEqual({ kind: 'match' });
        else expect(await outcomeOf(format, password, hash)).toEqual({ kind: 'match' });
      }),
      { numRuns: 300 },
    );
  });

  it('need no salt where there is none: a column beside it is passed over, a colon is a damaged hash', async () => {
    const hash = createHash('md5').update('password').digest('hex');
    expect(await outcomeOf('digest:md5,salt-text=hex', 'password', hash, 'zz')).toEqual({ kind: 'match' });
    expect(refusalOf(`${hash}:salt`, 'digest:md5')).toBe('malformed hash');
    expect(refusalOf(`${hash}:salt`, 'md5')).toBe('malformed hash');
  });

  it('take the salt of the column, and no second one behind the hash', async () => {
    const hash = createHash('md5').update('passwordsalt').digest('hex');
    expect(await outcomeOf('joomla', 'password', hash, 'salt')).toEqual({ kind: 'match' });
    expect(await outcomeOf('joomla', 'password', `${hash}:salt`, 'salt')).toEqual({
      kind: 'cannot decide',
      reason: 'malformed hash',
    });
  });

  it.each(['xdigest:sha256', 'digest:sha256 ', 'digest:sha256,salt=after\n', 'digest:SHA256', ''])(
    'are read to the letter: %j names no format',
    (format) => {
      expect(refusalOf('a'.repeat(64), format)).toBe('unsupported hash');
    },
  );
});

describe('formats with settings of an application', () => {
  const names = (known: readonly { readonly name: string }[]) => known.map(({ name }) => name).sort();

  it('replace those without, and leave all others', () => {
    const { settings: firebase } = readFirebaseFixture();
    expect(names(configuredSchemes({}))).toEqual(names(schemes));
    expect(names(configuredSchemes({ spring: { plainText: true } }))).toEqual(names(schemes));
    expect(names(configuredSchemes({ firebase, spring: {} }))).toEqual(
      names([...schemes, { name: 'firebase' }]),
    );
  });

  it('say what they need where they have not got it', () => {
    expect(() => configuredSchemes({ firebase: {} })).toThrow(/hash settings/);
    expect(() => configuredSchemes({ spring: 1 })).toThrow(/`firebase`.*`spring`/);
  });

  it.each([
    ['rounds', 0],
    ['mem_cost', 0],
    ['mem_cost', 32],
    ['base64_signer_key', ''],
    ['base64_signer_key', '*'],
    ['base64_salt_separator', '*'],
  ])('refuse a Firebase project whose %s is %j', (name, value) => {
    const { settings: firebase } = readFirebaseFixture();
    expect(() => configuredSchemes({ firebase: { ...firebase, [name]: value } })).toThrow(
      /hash settings.*hash parameters of a Firebase project/,
    );
  });

  it.each([
    ['rounds', 1],
    ['mem_cost', 1],
    ['mem_cost', 31],
    ['base64_salt_separator', ''],
  ])('take a Firebase project whose %s is %j', (name, value) => {
    const { settings: firebase } = readFirebaseFixture();
    expect(() => configuredSchemes({ firebase: { ...firebase, [name]: value } })).not.toThrow();
  });
});
