import { describe, expect, it } from '@jest/globals';
import { configuredSchemes } from '../../../lambda/passwords/hashes/configured.ts';
import { recognise, verifyHash } from '../../../lambda/passwords/hashes/verify.ts';
import { fc } from '../../fuzz.ts';
import { saltedMakers } from './application-makers.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';

const hashOf = (fixture: string) => readFixture(fixture).hashes[0]?.hash ?? '';
const WORDS = 'correct horse battery';
const bytes = (text: string) => new TextEncoder().encode(text);

describe.each(saltedMakers.map(({ name }) => ({ name, ...readFixture(name) })))(
  'hashes with the salt at their end, made by $name',
  ({ format, hashes }) => {
    it('match the password that made them and nothing else', async () => {
      for (const { password, hash } of hashes) {
        expect(await outcomeOf(password, hash, format)).toBe('match');
        expect(await outcomeOf(`X${password.slice(1)}`, hash, format)).toBe('no match');
        expect(await outcomeOf('', hash, format)).toBe('no match');
        expect(await outcomeOf(`${password}\0`, hash, format)).toBe('no match');
      }
    });

    it('match nothing once their end is missing, and are malformed without their salt', async () => {
      for (const { password, hash } of hashes) {
        for (const cut of [1, 2, 3, 20])
          expect(await outcomeOf(password, hash.replace(/=+$/, '').slice(0, -cut), format)).not.toBe('match');
        expect(refusalOf(hash.slice(0, 20), format)).toBe('malformed hash');
      }
    });

    it('are never guessed where another application writes the same shape', () => {
      const guessed = recognise(hashes[0]?.hash ?? '');
      expect(guessed?.name).toBe(format === 'ldap' ? 'ldap' : undefined);
    });
  },
);

describe('a salt in a column of its own', () => {
  const ask = (format: string, hash: string, salt?: string) =>
    verifyHash(bytes(WORDS), { format, hash, ...(salt !== undefined && { salt }) });

  it.each(['joomla', 'oscommerce', 'vbulletin', 'magento1', 'digest-both', 'hmac-key-salt'])(
    'makes the same hash as one behind a colon: %s',
    async (fixture) => {
      const { format } = readFixture(fixture);
      const [, digest = '', salt = ''] = /^([^:]*):(.*)$/.exec(hashOf(fixture)) ?? [];
      expect(await ask(format, digest, salt)).toEqual({ kind: 'match' });
      expect(await ask(format, digest.toUpperCase(), salt)).toEqual({ kind: 'match' });
      expect(await ask(format, digest, `${salt} `)).toEqual({ kind: 'no match' });
    },
  );

  it('is missed where the format needs one, and ignored where the hash carries its own', async () => {
    const [digest = ''] = hashOf('joomla').split(':');
    for (const salt of [undefined, ''])
      expect(await ask('joomla', digest, salt)).toEqual({ kind: 'cannot decide', reason: 'malformed hash' });
    expect(await ask('ldap', hashOf('ldap-ssha'), 'another')).toEqual({ kind: 'match' });
  });

  it('is read as the format says: text, UTF-16, hex or base64', async () => {
    const refused: readonly [string, readonly string[]][] = [
      ['digest:sha256,salt=after,salt-text=hex', ['x', '414', '41zz']],
      ['hmac:sha256,salt-text=base64', ['x', 'QUFB*', 'QUFB=']],
    ];
    for (const [wrong, salts] of refused) {
      for (const salt of salts) expect(refusalOf(`${'a'.repeat(64)}:${salt}`, wrong)).toBe('malformed hash');
    }
  });
});

describe('settings of a digest that are none', () => {
  it.each([
    'digest:',
    'digest:md4',
    'digest:sha256,salt=left',
    'digest:sha256,key=salt',
    'hmac:sha256,salt=before',
    'digest:constructor',
    'digest:sha256,constructor=x',
    'digest:sha256,',
    'DIGEST:sha256',
  ])('%s names no format', (format) => {
    expect(refusalOf('a'.repeat(64), format)).toBe('unsupported hash');
  });

  it('leave an outcome whatever they are', () => {
    const word = fc.oneof(
      fc.constantFrom('salt', 'key', 'first', 'hash', 'before', 'sha256', '__proto__'),
      fc.string(),
    );
    const settings = fc.array(fc.tuple(word, word).map((pair) => pair.join('=')));
    fc.assert(
      fc.property(fc.constantFrom('digest', 'hmac'), settings, fc.string(), (kind, chosen, hash) => {
        const format = [`${kind}:sha256`, ...chosen].join(',');
        expect([undefined, 'unsupported hash', 'malformed hash']).toContain(refusalOf(hash, format));
      }),
    );
  });
});

describe('work above the limits is refused while an application’s hash is read', () => {
  const rounds = '4096000000';
  it.each([
    ['django-pbkdf2', hashOf('django-pbkdf2-sha256').replace('$4096$', `$${rounds}$`)],
    ['passlib-pbkdf2', hashOf('passlib-pbkdf2-sha512').replace('$4096$', '$1000000000000000$')],
    ['passlib-pbkdf2', hashOf('passlib-pbkdf2-sha512').replace('$4096$', `$${rounds}$`)],
    ['phc-pbkdf2', hashOf('phc-pbkdf2-sha256').replace('i=4096', `i=${rounds}`)],
    ['hashcat-pbkdf2', hashOf('hashcat-pbkdf2-sha512').replace(':4096:', `:${rounds}:`)],
    ['aspnet-identity', aspnetWith(0xffff_ffff)],
    ['keycloak', hashOf('keycloak-pbkdf2-sha256').replace(':4096,', `:${rounds},`)],
    ['keycloak', hashOf('keycloak-argon2').replace('\\"64\\"', '\\"67108864\\"')],
    ['spring', hashOf('spring-bcrypt').replace('$04$', '$25$')],
    ['ldap', hashOf('ldap-crypt-sha512').replace('$6$', '$6$rounds=999999999$')],
    ['magento2', hashOf('magento2-v3').replace('3_32_3_65536', '3_32_3000000_65536')],
    ['magento2', hashOf('magento2-v3').replace('3_32_3_65536', '3_32_3_6553600000')],
  ])('%s %s', async (format, hash) => {
    const refusal = hash.includes('1000000000000000') ? 'malformed hash' : 'over the work limit';
    expect(refusalOf(hash, format)).toBe(refusal);
    expect(await outcomeOf(WORDS, hash)).toBe(refusal);
  });

  it('counts each block of a derived key', () => {
    const [, salt = ''] = /:4096:([^:]*):/.exec(hashOf('hashcat-pbkdf2-sha512')) ?? [];
    const key = (length: number) => Buffer.alloc(length).toString('base64');
    expect(refusalOf(`sha256:2000000:${salt}:${key(32)}`)).toBeUndefined();
    expect(refusalOf(`sha256:2000000:${salt}:${key(64)}`)).toBe('over the work limit');
  });
});

/** The recorded hash of version 3 with another number of rounds. */
function aspnetWith(rounds: number): string {
  const hash = Buffer.from(hashOf('aspnet-v3-sha256'), 'base64');
  hash.writeUInt32BE(rounds, 5);
  return hash.toString('base64');
}

describe('parameters that no application writes make a malformed hash', () => {
  it.each([
    ['no rounds', 'django-pbkdf2', hashOf('django-pbkdf2-sha256').replace('$4096$', '$0$')],
    [
      'rounds with a leading zero',
      'passlib-pbkdf2',
      hashOf('passlib-pbkdf2-sha256').replace('$4096$', '$04096$'),
    ],
    ['no salt', 'django-pbkdf2', hashOf('django-pbkdf2-sha256').replace(/\$4096\$[^$]+/, '$4096$')],
    ['another length than it says', 'phc-pbkdf2', hashOf('phc-pbkdf2-sha1').replace('l=20', 'l=32')],
    ['a key of 12 bytes', 'hashcat-pbkdf2', 'sha256:1000:c2FsdA==:AAAAAAAAAAAAAAAA'],
    ['rounds that are no number', 'keycloak', hashOf('keycloak-pbkdf2-sha256').replace(':4096,', ':null,')],
    ['rounds with a fraction', 'keycloak', hashOf('keycloak-pbkdf2-sha256').replace(':4096,', ':4096.5,')],
    ['passes with a fraction', 'keycloak', hashOf('keycloak-argon2').replace(':2,', ':2.5,')],
    ['lanes that are no number', 'keycloak', hashOf('keycloak-argon2').replace('\\"1\\"', '\\"one\\"')],
    ['JSON that is a list', 'keycloak', '{"secretData":[],"credentialData":1}'],
    ['no rounds at all', 'aspnet-identity', aspnetWith(0)],
    ['a chain of five', 'magento2', `${hashOf('magento2-v1')}:1:1:1:1`],
    ['less memory than Argon2 needs', 'magento2', hashOf('magento2-v3').replace('_65536', '_4096')],
    ['no salt behind the digest', 'ldap', `{SSHA}${Buffer.alloc(20).toString('base64')}`],
    ['an odd number of digits', 'oracle', hashOf('oracle11').replace(/.$/, '')],
  ])('%s: %s', async (_, format, hash) => {
    expect(refusalOf(hash, format)).toBe('malformed hash');
    expect(await outcomeOf(WORDS, hash, format)).toBe('malformed hash');
  });

  it('does not run past the end of what ASP.NET says its salt is', () => {
    const hash = Buffer.from(hashOf('aspnet-v3-sha256'), 'base64');
    for (const length of [0, 15, 48, 0x7fff_ffff, 0xffff_ffff]) {
      hash.writeUInt32BE(length, 9);
      expect(refusalOf(hash.toString('base64'))).toBe('malformed hash');
    }
  });

  it('is unsupported where nothing here computes it', () => {
    expect(refusalOf('{noop}password')).toBe('unsupported hash');
    expect(refusalOf('{constructor}password', 'spring')).toBe('unsupported hash');
    expect(refusalOf('{CRYPT}VmmjzBfE0qKfE')).toBe('unsupported hash');
    expect(refusalOf('H:0123456789ABCDEF0123456789ABCDEF')).toBe('unsupported hash');
    expect(refusalOf(hashOf('keycloak-pbkdf2-sha256').replace('pbkdf2-sha256', 'hmacSHA1'))).toBe(
      'unsupported hash',
    );
    expect(refusalOf(`${hashOf('magento2-v3')}:1`, 'magento2')).toBe('unsupported hash');
  });
});

describe('what an application chose', () => {
  it('takes plain text only where somebody asked for it', async () => {
    expect(await outcomeOf('password', '{noop}password')).toBe('unsupported hash');
    expect(await outcomeOf('password', '{noop}password', 'spring')).toBe('unsupported hash');
    expect(await outcomeOf('password', '{noop}password', 'spring-noop')).toBe('match');
    expect(await outcomeOf('passwort', '{noop}password', 'spring-noop')).toBe('no match');
  });

  it('tells the ids of Spring and LDAP apart, which differ in case and in how they write a digest', () => {
    expect(recognise(hashOf('spring-md5-unsalted'))?.name).toBe('spring');
    expect(recognise(hashOf('ldap-md5'))?.name).toBe('ldap');
    expect(recognise(hashOf('ldap-sha256'))?.name).toBe('ldap');
  });

  it('lets the stronger verifier of an Oracle account decide, in any order', async () => {
    const [weak, strong] = [hashOf('oracle11'), hashOf('oracle12')];
    const wrong = weak.replace(/:../, ':00');
    expect(await outcomeOf(WORDS, `${wrong};H:00FF;${strong}`)).toBe('match');
    expect(await outcomeOf(WORDS, `${strong};${wrong}`)).toBe('match');
    expect(await outcomeOf(WORDS, `H:00FF;${weak};`)).toBe('match');
  });

  it("salts with Spring's secret where the application has one", async () => {
    const hash = hashOf('spring-sha256');
    const peppered = configuredSchemes({ spring: { secret: 'pepper' } });
    const ask = (stored: string) =>
      verifyHash(bytes(WORDS), { format: 'spring', hash: stored }, undefined, peppered);
    expect(await ask(hash)).toEqual({ kind: 'no match' });
    expect(await ask(hashOf('spring-md5'))).toEqual({ kind: 'match' });
  });

  it.each([
    null,
    { firebase: { rounds: 8, mem_cost: 14 } },
    { firebase: { base64_signer_key: '', base64_salt_separator: '', rounds: 8, mem_cost: 14 } },
    { spring: { pepper: 'x' } },
    { unknown: {} },
  ])('refuses settings that are none, and quotes nothing of them', (settings) => {
    expect(() => configuredSchemes(settings)).toThrow(expect.objectContaining({ code: 'ERR_CONFIGURATION' }));
  });
});
