import { describe, expect, it } from '@jest/globals';
import { ENVIRONMENT, readEnvironment, readHoldingMs } from '../../lambda/platform/environment.ts';

const JWT = {
  OAUTH_ISSUER: 'https://example.okta.com/oauth2/default',
  OAUTH_AUDIENCE: 'a',
  OAUTH_SCOPE: 's',
};
const OKTA = {
  HOOK_SECRET_ID: 'x',
  DIRECTORY: 'okta',
  OKTA_BASE_URL: 'https://example.okta.com',
  OKTA_DIRECTORY_SECRET_ID: 'okta/directory',
};
const DAY_MS = 24 * 60 * 60 * 1_000;

describe('the environment', () => {
  it('needs no more than the name of the secret', () => {
    expect(readEnvironment({ HOOK_SECRET_ID: 'hooks/import' })).toEqual({
      authentication: { kind: 'header', header: 'authorization', secretId: 'hooks/import' },
      allowedSources: undefined,
      rulesFile: './rules.json',
      directory: { kind: 'none' },
      loginTable: undefined,
      credentialTable: undefined,
      holdingMs: 14 * DAY_MS,
      sourceSecrets: new Map(),
    });
  });

  it('takes empty values for absent ones', () => {
    const empty = Object.fromEntries(Object.values(ENVIRONMENT).map((name) => [name, '']));
    expect(readEnvironment({ ...empty, HOOK_SECRET_ID: 'x' })).toEqual(
      readEnvironment({ HOOK_SECRET_ID: 'x' }),
    );
  });

  it('reads every setting', () => {
    const variables = {
      ...JWT,
      ALLOWED_SOURCES: '192.0.2.1, 10.0.0.0/8',
      RULES_FILE: '/opt/rules.json',
      DIRECTORY: 'okta',
      OKTA_BASE_URL: 'https://example.okta.com/',
      OKTA_DIRECTORY_SECRET_ID: 'okta/directory',
      LOGIN_TABLE: 'logins',
      CREDENTIAL_TABLE: 'credentials',
      HOLDING_DAYS: '30',
      SOURCE_SECRETS: '{"shop-db":"shop/database"}',
    };
    expect(readHoldingMs(variables)).toBe(30 * DAY_MS);
    expect(readEnvironment(variables)).toEqual({
      authentication: { kind: 'jwt', issuer: JWT.OAUTH_ISSUER, audience: 'a', scope: 's' },
      allowedSources: ['192.0.2.1', '10.0.0.0/8'],
      rulesFile: '/opt/rules.json',
      directory: { kind: 'okta', baseUrl: 'https://example.okta.com', secretId: 'okta/directory' },
      loginTable: 'logins',
      credentialTable: 'credentials',
      holdingMs: 30 * DAY_MS,
      sourceSecrets: new Map([['shop-db', 'shop/database']]),
    });
  });

  it.each([
    [{}, 'HOOK_SECRET_ID: expected a value'],
    [
      { HOOK_SECRET_ID: 'x', HOOK_AUTH_HEADER: 'sw0rdfish header' },
      'HOOK_AUTH_HEADER: expected the name of a header',
    ],
    [{ HOOK_SECRET_ID: 'x', DIRECTORY: 'sw0rdfish' }, "DIRECTORY: expected 'none' or 'okta'"],
    [{ ...OKTA, OKTA_BASE_URL: '' }, 'OKTA_BASE_URL: expected a value'],
    [{ ...OKTA, OKTA_DIRECTORY_SECRET_ID: '' }, 'OKTA_DIRECTORY_SECRET_ID: expected a value'],
    ...[
      'sw0rdfish.okta.com',
      'http://sw0rdfish.okta.com',
      'https://example.okta.com/sw0rdfish',
      'https://example.okta.com?sw0rdfish',
      'https://example.okta.com#sw0rdfish',
      'https://sw0rdfish@example.okta.com',
    ].map((address): [Record<string, string>, string] => [
      { ...OKTA, OKTA_BASE_URL: address },
      'OKTA_BASE_URL: expected an https URL without a path',
    ]),
    [{ ...JWT, HOOK_SECRET_ID: 'sw0rdfish' }, 'HOOK_SECRET_ID: expected no value beside OAUTH_ISSUER'],
    [{ ...JWT, OAUTH_ISSUER: 'http://sw0rdfish' }, 'OAUTH_ISSUER: expected an https URL'],
    [{ ...JWT, OAUTH_ISSUER: 'sw0rdfish' }, 'OAUTH_ISSUER: expected an https URL'],
    [{ ...JWT, OAUTH_AUDIENCE: '' }, 'OAUTH_AUDIENCE: expected a value'],
    [{ ...JWT, OAUTH_SCOPE: ' ' }, 'OAUTH_SCOPE: expected a value'],
    [{ HOOK_SECRET_ID: 'x', OAUTH_SCOPE: 'sw0rdfish' }, 'OAUTH_ISSUER: expected a value'],
    ...['sw0rdfish', 'null', '{"shop-db":1}'].map((text): [Record<string, string>, string] => [
      { HOOK_SECRET_ID: 'x', SOURCE_SECRETS: text },
      'SOURCE_SECRETS: expected a JSON object of texts',
    ]),
    ...['sw0rdfish', '0', '-1', '1.5', '10000'].map((days): [Record<string, string>, string] => [
      { HOOK_SECRET_ID: 'x', HOLDING_DAYS: days },
      'HOLDING_DAYS: expected a number of days from 1 on',
    ]),
  ])('fails at the start and never quotes the value: %j', (variables, message) => {
    expect(() => readEnvironment(variables)).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIGURATION', message }),
    );
  });
});
