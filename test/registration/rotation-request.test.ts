import { describe, expect, it } from '@jest/globals';
import { readRotationEnvironment, readRotationRequest } from '../../lambda/registration/rotation-request.ts';

const variables = {
  OKTA_BASE_URL: 'https://example.okta.com',
  OKTA_REGISTRATION_SECRET_ID: 'okta/registration',
  STACK_NAME: 'OktaHooks',
  HOOK_AUTH_HEADER: 'authorization',
  IMPORT_HOOK_SECRET_ID: 'arn:import',
  IMPORT_HOOK_URL: 'https://hooks.example.com/hooks/import',
  PASSWORD_HOOK_SECRET_ID: 'arn:password',
  PASSWORD_HOOK_URL: 'https://hooks.example.com/hooks/password',
  EVENT_HOOK_SECRET_ID: 'arn:events',
  EVENT_HOOK_URL: 'https://hooks.example.com/hooks/events',
};
const event = { SecretId: 'arn:password', ClientRequestToken: 'a'.repeat(32), Step: 'setSecret' };

describe('the rotation function', () => {
  const environment = readRotationEnvironment(variables);

  it('rotates the hook whose secret Secrets Manager names', () => {
    expect(readRotationRequest(event, environment)).toMatchObject({
      step: 'setSecret',
      version: event.ClientRequestToken,
      wanted: { kind: 'password', name: 'OktaHooks password', uri: variables.PASSWORD_HOOK_URL },
    });
  });

  it('rotates the event hook too', () => {
    expect(readRotationRequest({ ...event, SecretId: 'arn:events' }, environment)).toMatchObject({
      wanted: { name: 'OktaHooks events', uri: variables.EVENT_HOOK_URL, header: 'authorization' },
    });
  });

  it.each([
    ['another secret', { ...event, SecretId: 'arn:other' }],
    ['an unknown step', { ...event, Step: 'toString' }],
    ['no event at all', undefined],
  ])('refuses %s', (_what, refused) => {
    expect(() => readRotationRequest(refused, environment)).toThrow(/this is/);
  });

  it.each(Object.keys(variables))('does not start without %s, and names it', (name) => {
    expect(() => readRotationEnvironment({ ...variables, [name]: ' ' })).toThrow(name);
  });
});
