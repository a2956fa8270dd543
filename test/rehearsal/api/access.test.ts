import { afterEach, describe, expect, it } from '@jest/globals';
import { fixedCredentials } from '../../../lambda/platform/okta/credentials.ts';
import { createOktaClient } from '../../../lambda/platform/okta-client.ts';
import { forTheHook } from './people.ts';
import { ask, startTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
afterEach(() => org.close());

const people = () => org.okta.world.org.size;

describe('a request', () => {
  it('with another API token is refused, and nothing happens', async () => {
    org = await startTestOrg();
    const credentials = fixedCredentials({ kind: 'api token', apiToken: `${org.okta.apiToken}x` });
    const stranger = createOktaClient({ baseUrl: org.okta.baseUrl, credentials, scopes: [] });
    const refused = await ask(stranger, 'POST /api/v1/users', forTheHook('a.b@example.com'));
    expect(refused).toMatchObject({ status: 401, errorCode: 'E0000011' });
    expect(people()).toBe(0);
  });

  it('without any token is refused, for everything that the description lists', async () => {
    org = await startTestOrg();
    const answers = await Promise.all(
      ['users', 'groups', 'inlineHooks', 'eventHooks', 'logs'].map((name) =>
        fetch(`${org.okta.baseUrl}/api/v1/${name}`),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(403));
    for (const answer of answers) expect(await answer.json()).toMatchObject({ errorCode: 'E0000005' });
  });

  it.each([
    ['GET', '/api/v1/nothing', 404, 'E0000008'],
    ['GET', '/api/v1/users/a%2Fb@example.com', 404, 'E0000008'],
    ['GET', '/api/v1/users/%ff', 404, 'E0000008'],
    ['PATCH', '/api/v1/users', 405, 'E0000022'],
    ['GET', '/api/v1/users?limit=some', 400, 'E0000001'],
    ['POST', '/api/v1/users', 400, 'E0000003'],
  ])('that is none is answered in words of Okta: %s %s', async (method, path, status, errorCode) => {
    org = await startTestOrg();
    expect(await org.ask(`${method} ${path}`)).toMatchObject({
      status,
      errorCode,
      errorId: expect.stringMatching(/^oae/),
    });
  });

  it.each([
    ['{"profile":', 'application/json', 400, 'E0000003'],
    ['[]', 'application/json', 400, 'E0000003'],
    ['profile=1', 'text/plain', 415, 'E0000021'],
  ])('with the body %j of type %s is refused, and nobody is made', async (body, type, status, errorCode) => {
    org = await startTestOrg();
    const answer = await fetch(`${org.okta.baseUrl}/api/v1/users`, {
      method: 'POST',
      headers: { authorization: `SSWS ${org.okta.apiToken}`, 'content-type': type },
      body,
    });
    expect([answer.status, await answer.json()]).toMatchObject([status, { errorCode }]);
    expect(people()).toBe(0);
  });
});

describe('a service app', () => {
  it('does what its scopes allow, with proof of possession', async () => {
    org = await startTestOrg();
    const app = org.serviceApp('okta.users.manage');
    expect(await ask(app, 'POST /api/v1/users', forTheHook('a.b@example.com'))).toMatchObject({
      status: 200,
    });
    expect(await ask(app, 'GET /api/v1/users')).toMatchObject({ status: 200 });
  });

  it('is refused beyond its scopes, and nothing happens', async () => {
    org = await startTestOrg();
    const app = org.serviceApp('okta.users.read', 'okta.logs.read');
    expect(await ask(app, 'GET /api/v1/logs?until=2026-01-01')).toMatchObject({ status: 200 });
    const refused = await ask(app, 'POST /api/v1/users', forTheHook('a.b@example.com'));
    expect(refused).toMatchObject({ status: 403, errorCode: 'E0000006' });
    expect(people()).toBe(0);
  });

  it('gets no token for a scope that it was not granted', async () => {
    org = await startTestOrg({ scopes: ['okta.users.read'] });
    const app = org.serviceApp('okta.users.read', 'okta.inlineHooks.manage');
    expect(await ask(app, 'GET /api/v1/users')).toMatchObject({ status: 400, errorCode: 'invalid_scope' });
  });

  it('whose token has expired or was revoked has to ask for another', async () => {
    let now = Date.now();
    org = await startTestOrg({ clock: () => now });
    const { tokens } = org.okta.world;
    const app = org.serviceApp('okta.users.read');
    await ask(app, 'GET /api/v1/users');
    const [{ token = '' } = {}] = tokens.issued;
    const stolen = () =>
      fetch(`${org.okta.baseUrl}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } });
    expect((await stolen()).status).toBe(401);
    now += 2 * 3_600_000;
    expect(await ask(app, 'GET /api/v1/users')).toMatchObject({ status: 401 });
  });
});

describe('the rate limit', () => {
  it("answers 429 with Okta's headers from the first call too many, for each endpoint apart", async () => {
    let now = Date.UTC(2026, 10, 20, 12);
    org = await startTestOrg({ rateLimit: 2, clock: () => now });
    const list = () => org.ask('GET /api/v1/users');
    const resetAt = now + 60_000;
    expect(await list()).toMatchObject({ status: 200, rateLimit: { limit: 2, remaining: 1 } });
    expect(await list()).toMatchObject({ status: 200, rateLimit: { remaining: 0 } });
    expect(await list()).toMatchObject({
      status: 429,
      errorCode: 'E0000047',
      rateLimit: { limit: 2, remaining: 0 },
    });
    expect(org.exchanges.at(-1)?.answer.headers).toMatchObject({
      'x-rate-limit-reset': String(resetAt / 1_000),
    });
    expect(await org.ask('GET /api/v1/groups')).toMatchObject({ status: 200 });
    now = resetAt;
    expect(await list()).toMatchObject({ status: 200, rateLimit: { remaining: 1 } });
  });

  it('holds refusals against nobody: what has no token does not count', async () => {
    org = await startTestOrg({ rateLimit: 1 });
    await fetch(`${org.okta.baseUrl}/api/v1/users`);
    expect(await org.ask('GET /api/v1/users')).toMatchObject({ status: 200 });
  });
});
