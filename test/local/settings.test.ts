import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings } from '../../local/settings.ts';

describe("the laptop's settings", () => {
  it('work without any environment', () => {
    expect(readSettings({})).toEqual({
      port: 8443,
      secretsManagerPort: 8444,
      dynamoDbPort: 8445,
      host: '127.0.0.1',
      secret: 'local-secret',
      header: 'authorization',
      okta: undefined,
      folder: path.join(import.meta.dirname, '../../.local'),
    });
  });

  it('take port, address, secret and header from the environment', () => {
    const env = {
      PORT: '9443',
      HOST: '0.0.0.0',
      HOOK_SECRET: 'Bearer s3cret',
      HOOK_AUTH_HEADER: 'X-Hook',
      LOCAL_FOLDER: '/l',
      OKTA_BASE_URL: 'https://example.okta.com',
      OKTA_API_TOKEN: 'token',
    };
    expect(readSettings(env)).toEqual({
      port: 9443,
      secretsManagerPort: 9444,
      dynamoDbPort: 9445,
      host: '0.0.0.0',
      secret: 'Bearer s3cret',
      header: 'x-hook',
      okta: { baseUrl: 'https://example.okta.com', apiToken: 'token' },
      folder: '/l',
    });
  });

  it.each(['0', '-1', '65535', '80.5', 'http', ''])('refuse PORT=%j', (PORT) => {
    expect(() => readSettings({ PORT })).toThrow('PORT takes a whole number from 1 to 65533');
  });

  it.each(['', ' marker', 'marker\n', 'märker'])(
    'refuse the secret %j without repeating it',
    (HOOK_SECRET) => {
      const refusal = 'HOOK_SECRET must be printable ASCII that neither starts nor ends with a space';
      expect(() => readSettings({ HOOK_SECRET })).toThrow(new Error(refusal));
    },
  );

  it.each(['example.okta.com', 'http://example.okta.com', 'https://example.okta.com/api'])(
    'refuse OKTA_BASE_URL=%s',
    (OKTA_BASE_URL) => {
      expect(() => readSettings({ OKTA_BASE_URL })).toThrow('OKTA_BASE_URL must be the https address');
    },
  );

  it('refuse a header name with a space', () => {
    expect(() => readSettings({ HOOK_AUTH_HEADER: 'x hook' })).toThrow('HOOK_AUTH_HEADER must be');
  });
});
