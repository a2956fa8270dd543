import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Authentication } from '../../lambda/pipeline/authenticate.ts';
import { contextWith, eventOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.decided.length = 0;
});

const from = (sourceIp: unknown) => {
  const event = eventOf();
  return {
    ...event,
    requestContext: { ...event.requestContext, http: { ...event.requestContext.http, sourceIp } },
  };
};

describe('allowed sources', () => {
  it.each([
    ['203.0.113.7', 200],
    ['198.51.100.255', 200],
    ['2001:db8::ffff', 200],
    ['::ffff:203.0.113.7', 200],
    ['203.0.113.8', 403],
    ['198.51.101.0', 403],
    ['2001:db9::1', 403],
    ['', 403],
    ['203.0.113.7, 203.0.113.8', 403],
    [undefined, 403],
    [7, 403],
  ])('a call from %j gets %i', async (address, statusCode) => {
    const hook = world.with({ allowedSources: ['203.0.113.7', '198.51.100.0/24', '2001:db8::/32'] });
    expect(await hook(from(address), contextWith())).toMatchObject({ statusCode });
    expect(world.decided).toHaveLength(statusCode === 200 ? 1 : 0);
  });

  it('come before the secret: a foreign address learns nothing about it', async () => {
    const hook = world.with({ allowedSources: ['192.0.2.1'] });
    expect(await hook(eventOf({ secret: 'x' }), contextWith())).toMatchObject({ statusCode: 403 });
  });

  it.each([
    [[], 'ALLOWED_SOURCES: expected at least one address'],
    [['10.0.0.0/8', 'example.com'], 'ALLOWED_SOURCES, entry 2: expected an IP address or CIDR range'],
    [['10.0.0.0/33'], 'entry 1'],
    [['10.0.0.0/'], 'entry 1'],
    [['10.0.0.0/8 '], 'entry 1'],
    [['10.0.0.0/-1'], 'entry 1'],
    [['10.0.0.0/8/8'], 'entry 1'],
    [['::/129'], 'entry 1'],
    [[''], 'entry 1'],
  ])('a wrong list fails at the start: %j', (allowedSources, message) => {
    expect(() => world.with({ allowedSources })).toThrow(message);
  });
});

describe('OAuth mode', () => {
  const authentication: Authentication = {
    kind: 'jwt',
    issuer: 'https://example.okta.com/oauth2/default',
    audience: 'https://hooks.example.com',
    scope: 'hooks.call',
  };
  const claims = { iss: authentication.issuer, aud: authentication.audience, scp: '[hooks.call other]' };
  const withAuthorizer = (authorizer: unknown) => {
    const event = eventOf();
    return { ...event, requestContext: { ...event.requestContext, authorizer } };
  };

  it.each<[string, number, unknown]>([
    ['the right claims', 200, claims],
    ['an audience among others', 200, { ...claims, aud: '[https://a.example https://hooks.example.com]' }],
    ['lists', 200, { ...claims, aud: [authentication.audience], scp: ['hooks.call'] }],
    ['the standard scope claim', 200, { ...claims, scp: undefined, scope: 'other hooks.call' }],
    ['another issuer', 401, { ...claims, iss: 'https://evil.example.com' }],
    ['an issuer with a longer path', 401, { ...claims, iss: `${authentication.issuer}/x` }],
    ['another audience', 401, { ...claims, aud: 'https://hooks.example.com.evil.example' }],
    ['a scope that only begins like it', 401, { ...claims, scp: 'hooks.call.all' }],
    ['a list that is never closed', 401, { ...claims, aud: '[https://hooks.example.comx' }],
    ['a list that was never opened', 401, { ...claims, aud: 'xhttps://hooks.example.com]' }],
    ['no scope', 401, { iss: claims.iss, aud: claims.aud }],
    ['a list for the issuer', 401, { ...claims, iss: [claims.iss] }],
    ['no claims', 401, undefined],
    ['inherited claims', 401, JSON.parse('{"__proto__":{"iss":"x"}}')],
  ])('%s: %i', async (_, statusCode, given) => {
    const hook = world.with({ authentication });
    expect(await hook(withAuthorizer({ jwt: { claims: given, scopes: null } }), contextWith())).toMatchObject(
      { statusCode },
    );
    expect(world.decided).toHaveLength(statusCode === 200 ? 1 : 0);
  });

  it('does not accept the hook secret instead', async () => {
    expect(await world.with({ authentication })(eventOf(), contextWith())).toMatchObject({ statusCode: 401 });
    expect(world.decided).toEqual([]);
  });

  it.each([
    undefined,
    {},
    { kind: 'none' },
    { kind: 'header', header: 'authorization' },
    { kind: 'header', header: '', secrets: {} },
    { ...authentication, issuer: '' },
    { ...authentication, audience: undefined },
    { ...authentication, scope: '' },
  ])('there is no mode without a check: %j fails at the start', (incomplete) => {
    expect(() => world.with({ authentication: incomplete as Authentication })).toThrow(
      expect.objectContaining({ code: 'ERR_CONFIGURATION' }),
    );
  });

  it.each<[object, string]>([
    [{ ...authentication, issuer: '' }, 'authentication issuer: expected a value'],
    [{ kind: 'header', header: '' }, 'authentication header: expected a value'],
    [{ kind: 'none' }, "authentication kind: expected 'header' or 'jwt'"],
  ])('what is missing is named: %j', (incomplete, message) => {
    expect(() => world.with({ authentication: incomplete as Authentication })).toThrow(message);
  });
});

describe('a call that was let in', () => {
  const callWith = async (degraded: boolean) => {
    world.records.length = 0;
    const secrets = { warmUp: async () => {}, verify: async () => ({ matches: true, degraded }) };
    const hook = world.with({ authentication: { kind: 'header', header: 'authorization', secrets } });
    await hook(eventOf(), contextWith());
    return world.records[0]?.counts;
  };

  it('is authenticated for all that comes after', async () => {
    await callWith(false);
    expect(world.decided.map(({ call }) => call.authenticated)).toEqual([true]);
  });

  it('is counted when the secret could not be read afresh, and else is not', async () => {
    expect(await callWith(true)).toEqual({ SecretUnreadable: 1 });
    expect(await callWith(false)).toEqual({});
  });
});
