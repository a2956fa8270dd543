import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fixedCredentials } from '../../lambda/platform/okta/credentials.ts';
import { OktaError } from '../../lambda/platform/okta/errors.ts';
import { createOktaClient, type OktaClient, type OktaRequest } from '../../lambda/platform/okta-client.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';

const TOKEN = '00canary-token';
const PATH = '/api/v1/users/00u1';
const credentials = fixedCredentials({ kind: 'api token', apiToken: TOKEN });

let okta: OktaServer;
let elsewhere: OktaServer;
let client: OktaClient;

beforeEach(async () => {
  okta = await startOktaServer();
  elsewhere = await startOktaServer();
  client = clientOf();
});
afterEach(() => Promise.all([okta.close(), elsewhere.close()]));

const clientOf = (timeoutMs = 5_000) =>
  createOktaClient({ baseUrl: okta.baseUrl, credentials, scopes: [], timeoutMs });
const forever = () => new AbortController().signal;
const ask = (request: Partial<OktaRequest> = {}) =>
  client.request({ path: PATH, signal: forever(), ...request });
const caught = (promise: Promise<unknown>) =>
  promise.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('a request', () => {
  it('carries the token and JSON, and brings the JSON and the rate limit back', async () => {
    okta.behave = () => ({
      status: 201,
      headers: { 'x-rate-limit-limit': '600', 'x-rate-limit-remaining': '599', 'x-rate-limit-reset': '1' },
      body: { id: '00u1' },
    });
    const answer = await ask({ method: 'POST', path: '/api/v1/users?activate=true', body: { profile: {} } });
    expect(answer).toEqual({
      status: 201,
      body: { id: '00u1' },
      rateLimit: { limit: 600, remaining: 599, resetAt: expect.any(Number) },
      answeredAt: expect.any(Number),
    });
    expect(okta.arrivals).toMatchObject([
      {
        method: 'POST',
        url: '/api/v1/users?activate=true',
        headers: {
          authorization: `SSWS ${TOKEN}`,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        body: '{"profile":{}}',
      },
    ]);
  });

  it('brings back no body where there is none', async () => {
    okta.behave = () => ({ status: 204 });
    expect(await ask({ method: 'DELETE' })).toEqual({
      status: 204,
      body: undefined,
      rateLimit: undefined,
      answeredAt: expect.any(Number),
    });
  });

  it.each([
    ['an authority', (base: string) => `//${base.slice('https://'.length)}/`],
    ['another host', (base: string) => `/\\${base.slice('https://'.length)}/`],
    ['an address', (base: string) => `${base}/api/v1/users`],
    ['no slash', () => '.evil.example/'],
    ['steps up', () => '/api/v1/users/..'],
    ['encoded steps up', () => '/api/v1/users/%2e%2e/logs'],
    ['a fragment', () => '/api/v1/users/a#b'],
    ['what is not encoded', () => '/api/v1/users/a b'],
  ])('is not made for a path that does not mean itself: %s', async (_, pathOf) => {
    expect(await caught(ask({ path: pathOf(elsewhere.baseUrl) }))).toBeInstanceOf(TypeError);
    expect([...okta.arrivals, ...elsewhere.arrivals]).toEqual([]);
  });

  it.each(['http://example.okta.com', 'https://example.okta.com/api', 'https://a@example.okta.com', 'okta'])(
    'has no client with the address %s',
    (baseUrl) => {
      expect(() => createOktaClient({ baseUrl, credentials, scopes: [] })).toThrow(TypeError);
    },
  );
});

describe('the token', () => {
  it.each([301, 302, 303, 307, 308])('does not follow a redirect with status %d', async (status) => {
    okta.behave = () => ({ status, headers: { location: `${elsewhere.baseUrl}/api/v1/users` } });
    expect(await caught(ask())).toMatchObject({ code: 'ERR_OKTA_ANSWER_INVALID', reason: 'redirect' });
    expect(okta.arrivals).toHaveLength(1);
    expect(elsewhere.arrivals).toEqual([]);
  });

  it.each([
    ['another port', () => `${elsewhere.baseUrl}/api/v1/users`],
    ['no scheme', () => `${elsewhere.baseUrl.slice('https:'.length)}/api/v1/users`],
    ['http', () => `${okta.baseUrl.replace('https', 'http')}/api/v1/users`],
    ['a user', () => `${okta.baseUrl.replace('//', '//okta@')}/api/v1/users`],
    ['no URL', () => 'https://['],
  ])('does not follow a link elsewhere: %s', async (_, target) => {
    okta.behave = () => ({ headers: { link: `<${target()}>; rel="next"` }, body: [] });
    const pages = client.pages('/api/v1/users', { signal: forever() });
    expect(await caught(pages.next())).toMatchObject({ reason: 'foreign link' });
    expect(okta.arrivals).toHaveLength(1);
    expect(elsewhere.arrivals).toEqual([]);
  });
});

describe('pages', () => {
  it('come in order, each when it is wanted, and any of them can be the first', async () => {
    okta.behave = ({ url }) => {
      const page = Number(new URL(url, okta.baseUrl).searchParams.get('after') ?? 0);
      const self = `<${okta.baseUrl}/api/v1/users?after=${page}>; rel="self"`;
      const next = `<${okta.baseUrl}/api/v1/users?after=${page + 1}&q=a%2Cb>; rel="next"`;
      return { headers: { link: page < 3 ? `${self}, ${next}` : self }, body: [{ page }] };
    };
    const pages = client.pages('/api/v1/users', { signal: forever() });
    const { value: first } = await pages.next();
    expect(first).toMatchObject({ items: [{ page: 0 }], next: '/api/v1/users?after=1&q=a%2Cb' });
    expect(okta.arrivals).toHaveLength(1);
    const rest = client.pages(String(first?.next), { signal: forever() });
    const items = [];
    for await (const page of rest) items.push(...page.items);
    expect(items).toEqual([{ page: 1 }, { page: 2 }, { page: 3 }]);
  });

  it('are lists', async () => {
    okta.behave = () => ({ body: { id: '00u1' } });
    const pages = client.pages('/api/v1/users', { signal: forever() });
    expect(await caught(pages.next())).toMatchObject({ reason: 'not a list' });
  });
});

describe('an answer that is none', () => {
  it.each<[Behaviour, object]>([
    ['silence', { code: 'ERR_OKTA_UNREACHABLE', reason: 'timeout' }],
    ['trickle', { code: 'ERR_OKTA_UNREACHABLE', reason: 'timeout' }],
    ['hang up', { code: 'ERR_OKTA_UNREACHABLE', reason: 'connection' }],
    ['half an answer', { code: 'ERR_OKTA_UNREACHABLE', reason: 'connection' }],
    [{ body: '<html>Sign in</html>' }, { code: 'ERR_OKTA_ANSWER_INVALID', reason: 'not JSON' }],
    [{ body: '{"id":"00u1"' }, { code: 'ERR_OKTA_ANSWER_INVALID', reason: 'not JSON' }],
    [{ body: `"${'x'.repeat(2_000)}"` }, { code: 'ERR_OKTA_ANSWER_INVALID', reason: 'too large' }],
  ])('is told apart: %j', async (behaviour, error) => {
    client = clientOf(200);
    okta.behave = () => behaviour;
    expect(await caught(ask({ maxBytes: 1_000 }))).toMatchObject(error);
  });

  it('names what the system says', async () => {
    await okta.close();
    expect(await caught(ask())).toMatchObject({ reason: 'connection', systemCode: 'ECONNREFUSED' });
  });

  it('ends when the caller wants no more, with the caller’s reason', async () => {
    const controller = new AbortController();
    okta.behave = () => {
      controller.abort(new Error('enough'));
      return 'silence';
    };
    const asked = caught(ask({ signal: controller.signal, patienceMs: 60_000 }));
    expect(await asked).toMatchObject({ message: 'enough' });
    expect(await caught(ask({ signal: controller.signal }))).toMatchObject({ message: 'enough' });
    expect(okta.arrivals).toHaveLength(1);
  });
});

describe('an error', () => {
  const CANARY = 'jane.canary@example.com';

  it('has Okta’s code and id, and its texts only for who asks for them', async () => {
    okta.behave = () => ({
      status: 404,
      body: {
        errorCode: 'E0000007',
        errorId: 'oaeXyz-1',
        errorSummary: `Not found: ${CANARY} (User)`,
        errorCauses: [{ errorSummary: `login: ${CANARY}` }, null],
      },
    });
    const error = await caught(ask({ path: `/api/v1/users/${encodeURIComponent(CANARY)}` }));
    expect(error).toBeInstanceOf(OktaError);
    expect(error).toMatchObject({
      status: 404,
      errorCode: 'E0000007',
      errorId: 'oaeXyz-1',
      message: 'Okta answered 404 (E0000007)',
      errorSummary: `Not found: ${CANARY} (User)`,
      errorCauses: [`login: ${CANARY}`],
    });
    expect(error).not.toHaveProperty('cause');
    const shown = inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toMatch(/canary/);
  });

  it.each([
    '<html>canary</html>',
    'null',
    '["canary"]',
    { errorCode: 'canary', errorId: 'canary@x', error: 'Canary' },
  ])('repeats nothing that does not look like Okta’s: %j', async (body) => {
    okta.behave = () => ({ status: 403, body });
    const error = await caught(ask());
    expect(error).toMatchObject({ status: 403, errorCode: undefined, errorId: undefined });
    expect(inspect(error, { showHidden: true })).not.toMatch(/canary/i);
  });

  it.each<Behaviour>(['silence', 'hang up', 'half an answer', { body: 'canary' }, { status: 302 }])(
    'shows neither token nor path: %j',
    async (behaviour) => {
      client = clientOf(200);
      okta.behave = () => behaviour;
      const error = await caught(ask({ path: `/api/v1/users/${encodeURIComponent(CANARY)}` }));
      expect(error).not.toHaveProperty('cause');
      expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary|localhost/);
    },
  );
});
