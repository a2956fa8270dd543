import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fixedCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient } from '../../lambda/platform/okta-client.ts';
import { hookInOkta } from '../../lambda/registration/hook-in-okta.ts';
import { wantedHook } from '../../lambda/registration/wanted-hook.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';

const SECRET = 'canary-secret';
const { signal } = new AbortController();
const wanted = wantedHook('import', {
  stack: 'OktaHooks',
  uri: 'https://hooks.example.com/hooks/import',
  auth: { kind: 'header', header: 'authorization' },
});
const live = {
  id: 'cal1',
  name: wanted.name,
  type: wanted.type,
  status: 'ACTIVE',
  channel: {
    type: 'HTTP',
    config: { uri: wanted.uri, authScheme: { type: 'HEADER', key: 'authorization' } },
  },
};
const limited: Behaviour = {
  status: 429,
  headers: { 'x-rate-limit-limit': '50', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1' },
  body: { errorCode: 'E0000047' },
};

let okta: OktaServer;
let now = 0;
beforeEach(async () => {
  okta = await startOktaServer();
});
afterEach(() => okta.close());

/** The hook behind a client whose pauses cost no time. */
function hook() {
  const client = createOktaClient({
    baseUrl: okta.baseUrl,
    credentials: fixedCredentials({ kind: 'api token', apiToken: 't' }),
    scopes: [],
    clock: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return hookInOkta(client, wanted);
}

/** What Okta does with what is written, one behaviour a time and then the last one again and again. */
function onWriting(...behaviours: readonly Behaviour[]): void {
  let writes = 0;
  okta.behave = ({ method }) =>
    method === 'GET'
      ? { body: [live] }
      : (behaviours[Math.min(writes++, behaviours.length - 1)] ?? { body: live });
}
const writes = () => okta.arrivals.filter(({ method }) => method !== 'GET');

describe('telling Okta a new secret', () => {
  it('outlasts a rate limit, failures and cut connections, and says the same each time', async () => {
    onWriting(limited, { status: 503 }, 'hang up', 'half an answer', { body: live });
    await hook().useSecret(SECRET, signal);
    expect(writes()).toHaveLength(5);
    expect(new Set(writes().map(({ url, body }) => `${url} ${body}`)).size).toBe(1);
    expect(writes()[0]?.body).toContain(SECRET);
  });

  it('ends when Okta does not recover, within its patience and without the secret in the error', async () => {
    onWriting({ status: 503, body: { errorSummary: SECRET } });
    const startedAt = now;
    const error = await hook()
      .useSecret(SECRET, signal)
      .catch((reason) => reason);
    expect(error).toMatchObject({ name: 'OktaError', status: 503 });
    expect(now - startedAt).toBeLessThanOrEqual(65_000);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(SECRET);
  });

  it('is not tried again when it is not allowed', async () => {
    onWriting({ status: 403, body: { errorCode: 'E0000006' } });
    await expect(hook().useSecret(SECRET, signal)).rejects.toMatchObject({ status: 403 });
    expect(writes()).toHaveLength(1);
  });

  it.each([
    ['missing', []],
    ['there twice', [live, { ...live, id: 'cal2' }]],
    ['switched off', [{ ...live, status: 'INACTIVE' }]],
  ])('writes nothing when the hook is %s', async (_how, hooks) => {
    okta.behave = () => ({ body: hooks });
    await expect(hook().useSecret(SECRET, signal)).rejects.toThrow(/register it again/);
    expect(writes()).toEqual([]);
  });
});
