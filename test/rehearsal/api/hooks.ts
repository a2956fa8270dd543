import { IMPORT_EVENT_TYPE } from '../../../lambda/contract/import-request.ts';
import { PASSWORD_EVENT_TYPE } from '../../../lambda/contract/password-request.ts';

export const SECRET = 'canary-secret';
export const EXTRA = 'canary-extra';

/** The body that registers an inline hook with a secret and an extra header. */
export const inlineHook = (uri: string, type: string = IMPORT_EVENT_TYPE) => ({
  name: 'import',
  type,
  version: '1.0.0',
  channel: channel(uri),
});

/** The body that registers the password hook. */
export const passwordHook = (uri: string) => inlineHook(uri, PASSWORD_EVENT_TYPE);

/** The body that registers an event hook. */
export const eventHook = (uri: string, ...items: string[]) => ({
  name: 'events',
  events: { type: 'EVENT_TYPE', items },
  channel: channel(uri),
});

const channel = (uri: string) => ({
  type: 'HTTP',
  version: '1.0.0',
  config: {
    uri,
    method: 'POST',
    headers: [{ key: 'X-Extra', value: EXTRA }],
    authScheme: { type: 'HEADER', key: 'Authorization', value: SECRET },
  },
});

/** What a password hook answers. */
export const verdict = (credential: 'VERIFIED' | 'UNVERIFIED') => ({
  commands: [{ type: 'com.okta.action.update', value: { credential } }],
});
