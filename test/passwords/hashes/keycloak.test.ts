import { describe, expect, it } from '@jest/globals';
import { recognise } from '../../../lambda/passwords/hashes/verify.ts';
import { readFixture } from './fixtures.ts';
import { outcomeOf, refusalOf } from './law.ts';

const [{ password, hash } = { password: '', hash: '' }] = readFixture('keycloak-pbkdf2-sha256').hashes;
const { credentialData, secretData } = JSON.parse(hash) as Record<string, string>;
const credential = JSON.parse(credentialData ?? '') as Record<string, unknown>;
const secret = JSON.parse(secretData ?? '') as Record<string, unknown>;
const asked = (fields: object) => outcomeOf(password, JSON.stringify(fields), 'keycloak');

describe("a credential of Keycloak's", () => {
  it.each([
    ['a realm export', { credentialData, secretData }],
    ['columns of its table', { credential_data: credentialData, secret_data: secretData, priority: 10 }],
    ['a realm export with objects', { credentialData: credential, secretData: secret }],
    ['columns with objects', { credential_data: credential, secret_data: secret }],
    ['one object', { ...credential, ...secret }],
  ])('is read from %s', async (_, fields) => {
    expect(await asked(fields)).toBe('match');
    expect(await outcomeOf(`x${password}`, JSON.stringify(fields), 'keycloak')).toBe('no match');
  });

  it('is recognised as JSON of any spacing', async () => {
    const spaced = JSON.stringify({ credentialData, secretData }, undefined, 2);
    for (const text of [spaced, spaced.replace('{\n ', '{ '), hash, `{\t${hash.slice(1)}`]) {
      expect(recognise(text)?.name).toBe('keycloak');
      expect(await outcomeOf(password, text)).toBe('match');
    }
  });

  it.each([
    ['no salt', { ...credential, value: secret['value'] }, 'malformed hash'],
    ['a salt that is null', { ...credential, ...secret, salt: null }, 'malformed hash'],
    ['a value that is true', { ...credential, ...secret, value: true }, 'malformed hash'],
    ['no algorithm', { ...secret, hashIterations: 4096 }, 'malformed hash'],
    ['another algorithm', { ...credential, ...secret, algorithm: 'bcrypt' }, 'unsupported hash'],
    [
      'an algorithm of every object',
      { ...credential, ...secret, algorithm: 'constructor' },
      'unsupported hash',
    ],
    [
      'iterations that are no number',
      { ...credential, ...secret, hashIterations: '4096x' },
      'malformed hash',
    ],
    ['iterations below zero', { ...credential, ...secret, hashIterations: -1 }, 'malformed hash'],
    ['columns that are null', { credentialData: null, secretData: null }, 'malformed hash'],
    ['a column that is no JSON', { credentialData, secretData: '{' }, 'malformed hash'],
  ])('cannot be checked with %s', async (_, fields, refusal) => {
    expect(refusalOf(JSON.stringify(fields), 'keycloak')).toBe(refusal);
    expect(await asked(fields)).toBe(refusal);
  });

  it('takes iterations as text, as some exports have them', async () => {
    expect(await asked({ ...credential, ...secret, hashIterations: '4096' })).toBe('match');
  });

  const argon2 = (() => {
    const [first] = readFixture('keycloak-argon2').hashes;
    const outer = JSON.parse(first?.hash ?? '{}') as Record<string, string>;
    return {
      ...(JSON.parse(outer['credentialData'] ?? '') as Record<string, unknown>),
      ...(JSON.parse(outer['secretData'] ?? '') as Record<string, unknown>),
    } as Record<string, unknown> & { additionalParameters: Record<string, unknown> };
  })();
  const changed = (parameters: object) => ({
    ...argon2,
    additionalParameters: { ...argon2.additionalParameters, ...parameters },
  });

  it('has Argon2 parameters in lists of one or bare', async () => {
    expect(await asked(argon2)).toBe('match');
    expect(await asked(changed({ type: 'id', version: '1.3', memory: 64, parallelism: 1 }))).toBe('match');
    expect(await asked(changed({ type: ['i'] }))).toBe('no match');
    expect(await asked(changed({ type: ['d'] }))).toBe('no match');
    expect(await asked(changed({ version: ['1.0'] }))).toBe('no match');
  });

  it.each([{ type: ['x'] }, { version: ['1.2'] }, { memory: [] }, { type: undefined }])(
    'has no others: %j',
    async (parameters) => {
      expect(await asked(changed(parameters))).toBe('malformed hash');
    },
  );
});
