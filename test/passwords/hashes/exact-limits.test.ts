import { describe, expect, it } from '@jest/globals';
import { recognise } from '../../../lambda/passwords/hashes/verify.ts';
import { readFixture } from './fixtures.ts';
import { refusalOf } from './law.ts';

const hashOf = (fixture: string) => readFixture(fixture).hashes[0]?.hash ?? '';
const OVER = 'over the work limit';
const MALFORMED = 'malformed hash';
const READ = undefined;

describe('limits are exact: the last parameters that are taken, and the first that are not', () => {
  const argon2 = (parameters: string, version = 19) =>
    hashOf('argon2id').replace('v=19$m=256,t=2,p=2', `v=${version}$${parameters}`);
  const scrypt = (parameters: string) => hashOf('scrypt').replace('ln=4,r=8,p=1', parameters);
  const bcrypt = (cost: string) => hashOf('bcrypt-php').replace('$05$', `$${cost}$`);
  const shaCrypt = (rounds: number) => hashOf('sha256crypt-php').replace('rounds=1001', `rounds=${rounds}`);
  const pbkdf2 = (rounds: number) => hashOf('hashcat-pbkdf2-md5').replace(':4096:', `:${rounds}:`);
  const phpass = (letter: string) => hashOf('phpass').replace('$P$5', `$P$${letter}`);

  it.each([
    ['bcrypt cost', bcrypt('14'), READ],
    ['bcrypt cost', bcrypt('15'), OVER],
    ['bcrypt cost', bcrypt('04'), READ],
    ['bcrypt cost', bcrypt('31'), OVER],
    ['argon2 memory', argon2('m=262144,t=1,p=1'), READ],
    ['argon2 memory', argon2('m=262145,t=1,p=1'), OVER],
    ['argon2 memory of a lane', argon2('m=16,t=1,p=2'), READ],
    ['argon2 memory of a lane', argon2('m=15,t=1,p=2'), MALFORMED],
    ['argon2 lanes', argon2('m=134217720,t=1,p=16777215'), OVER],
    ['argon2 lanes', argon2('m=134217728,t=1,p=16777216'), MALFORMED],
    ['argon2 work', argon2('m=262144,t=4,p=1'), READ],
    ['argon2 work', argon2('m=262144,t=5,p=1'), OVER],
    ['argon2 work of version 0x10', argon2('m=65536,t=2,p=1', 16), READ],
    ['argon2 work of version 0x10', argon2('m=65536,t=3,p=1', 16), OVER],
    ['scrypt memory', scrypt('ln=18,r=8,p=1'), READ],
    ['scrypt memory', scrypt('ln=18,r=9,p=1'), OVER],
    ['scrypt work', scrypt('ln=18,r=8,p=2'), READ],
    ['scrypt work', scrypt('ln=18,r=8,p=3'), OVER],
    ['scrypt N for a small block', scrypt('ln=15,r=1,p=1'), READ],
    ['scrypt N for a small block', scrypt('ln=16,r=1,p=1'), MALFORMED],
    ['sha-crypt rounds', shaCrypt(1_000_000), READ],
    ['sha-crypt rounds', shaCrypt(1_000_001), OVER],
    ['sha-crypt rounds', shaCrypt(1000), READ],
    ['PBKDF2 rounds', pbkdf2(1), READ],
    ['PBKDF2 rounds', pbkdf2(2_000_000), READ],
    ['PBKDF2 rounds', pbkdf2(2_000_001), OVER],
    ['phpass rounds', phpass('I'), READ],
    ['phpass rounds', phpass('J'), OVER],
    ['phpass rounds', phpass('S'), OVER],
  ])('%s: %s', (_, hash, refusal) => {
    expect(refusalOf(hash)).toBe(refusal);
  });
});

describe('the length of a hash is part of its shape', () => {
  const bytes = (length: number, ...first: readonly number[]) =>
    Buffer.from([...first, ...new Uint8Array(length - first.length).fill(7)]).toString('base64');
  const v3 = (length: number, prf = 1) => bytes(length, 1, 0, 0, 0, prf, 0, 0, 16, 0, 0, 0, 0, 16);

  it('for ASP.NET: 49 bytes of version 2, at least 45 of version 3, and one of three digests', () => {
    for (const length of [48, 50, 33, 17, 1]) {
      expect(recognise(bytes(length, 0))?.name).not.toBe('aspnet-identity');
      expect(refusalOf(bytes(length, 0), 'aspnet-identity')).toBe(MALFORMED);
    }
    expect(recognise(bytes(49, 0))?.name).toBe('aspnet-identity');
    expect(recognise(bytes(49, 2))).toBeUndefined();
    expect(refusalOf(bytes(49, 2), 'aspnet-identity')).toBe(MALFORMED);
    expect(recognise(v3(44))?.name).not.toBe('aspnet-identity');
    for (const prf of [0, 1, 2]) expect(recognise(v3(45, prf))?.name).toBe('aspnet-identity');
    expect(recognise(v3(45, 3))).toBeUndefined();
    expect(refusalOf(v3(45, 3), 'aspnet-identity')).toBe(MALFORMED);
    for (const length of [1, 4, 5, 9, 12, 13, 14, 28, 29, 44])
      expect(refusalOf(v3(13).slice(0, 4 * Math.floor(length / 3)), 'aspnet-identity')).toBe(MALFORMED);
    for (const length of [29, 30, 44, 46]) expect(refusalOf(v3(length), 'aspnet-identity')).toBe(MALFORMED);
    for (const length of [45, 61]) expect(refusalOf(v3(length), 'aspnet-identity')).toBeUndefined();
  });

  it('for Magento 2: a chain of one to four versions, one Argon2 at its end, a salt, and the digest it says', () => {
    const salt = 'thirtytwocharactersofmagentosalt';
    const digest = (length: number) => '0a'.repeat(length);
    for (const chain of ['1', '0:1', '1:1:1:1', '0:1:1:2', '1:3_32_3_65536'])
      expect(refusalOf(`${digest(32)}:${salt}:${chain}`, 'magento2')).toBeUndefined();
    for (const chain of ['1:1:1:1:1', '3', '3_32', '3_32_3', '3_16_3_65536', '3_32_0_65536', '0_32_3_65536'])
      expect(refusalOf(`${digest(32)}:${salt}:${chain}`, 'magento2')).toBe(MALFORMED);
    for (const chain of ['2:2', '2:1', '2:2:1', '1:2:2'])
      expect(refusalOf(`${digest(32)}:${salt}:${chain}`, 'magento2')).toBe('unsupported hash');
    expect(refusalOf(`${digest(16)}:${salt}:2`, 'magento2')).toBe(MALFORMED);
    expect(refusalOf(`${digest(16)}:${salt}:1`, 'magento2')).toBe(MALFORMED);
    expect(refusalOf(`${digest(16)}:${salt}:0`, 'magento2')).toBeUndefined();
    expect(refusalOf(`${digest(32)}::2`, 'magento2')).toBe(MALFORMED);
    expect(refusalOf(`${digest(32)}:${salt}`, 'magento2')).toBe(MALFORMED);
  });

  it('for Jira, whose prefix stands in front', () => {
    const hash = hashOf('atlassian');
    const [prefix = '', rest = ''] = [hash.slice(0, 9), hash.slice(9)];
    expect(prefix).toBe('{PKCS5S2}');
    expect(recognise(`${rest}${prefix}`)).toBeUndefined();
    expect(refusalOf(rest, 'atlassian')).toBe(MALFORMED);
  });

  it('for the bcrypt of 1997, which has no letter and is not computed', () => {
    const old = hashOf('bcrypt-php').replace('$2y$', '$2$');
    expect(recognise(old)?.name).toBe('bcrypt');
    expect(refusalOf(old)).toBe('unsupported hash');
    expect(refusalOf(`x${old}`, 'bcrypt')).toBe(MALFORMED);
    expect(refusalOf(`x${old.replace('$2$', '$2x$')}`, 'bcrypt')).toBe(MALFORMED);
  });
});
