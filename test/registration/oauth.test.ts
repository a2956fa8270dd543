import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { channelOf } from '../../lambda/registration/wanted-hook.ts';
import { examine } from '../doctor/doctor-world.ts';
import { type RegisterWorld, startRegisterWorld } from './register-world.ts';

const CLIENT_SECRET = 'canary-client-secret';
const TOKEN = 'canary-access-token';

let world: RegisterWorld;
let file: string;
beforeEach(async () => {
  world = await startRegisterWorld();
  file = await world.file('oauth.json', JSON.stringify(oauth()));
  world.service.behave = ({ url, body, headers }) => {
    if (url === '/token') {
      const isRight = new URLSearchParams(body).get('client_secret') === CLIENT_SECRET;
      return isRight ? { body: { access_token: TOKEN } } : { status: 401 };
    }
    if (headers.authorization !== `Bearer ${TOKEN}`) return { status: 401 };
    const value = { credential: 'UNVERIFIED' };
    return { body: { commands: [{ type: 'com.okta.action.update', value }] } };
  };
});
afterEach(() => world.close());

const oauth = (changes: object = {}) => ({
  clientId: '0oaclient',
  clientSecret: CLIENT_SECRET,
  tokenUrl: `${world.service.baseUrl}/token`,
  scope: 'hooks',
  ...changes,
});
const withoutSecrets = () => ({ ImportHookSecretArn: undefined, PasswordHookSecretArn: undefined });
const register = () => world.register(['--type', 'import', '--oauth', file]);
const theHook = () => world.org.okta.world.inlineHooks.all()[0];
const sent = () =>
  world.org.exchanges
    .filter(({ request, path: route = '' }) => request.method !== 'GET' && !route.endsWith('/execute'))
    .map(({ request }) => JSON.parse(request.body));

describe('a deployment that takes tokens', () => {
  beforeEach(() => world.redeploy(withoutSecrets()));

  it('is registered with what Okta needs to fetch them, and the secret is shown to nobody', async () => {
    const { code, out, err } = await register();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const config = { uri: `${world.service.baseUrl}/hooks/import`, method: 'POST', ...oauth() };
    expect(sent()).toMatchObject([
      { channel: { type: 'OAUTH', version: '1.0.0', config: { ...config, authType: 'client_secret_post' } } },
    ]);
    expect(world.service.arrivals.map(({ url }) => url)).toEqual(['/token', '/hooks/import']);
    expect(out).not.toMatch(/canary-/);
  });

  it('is left alone the second time, and doctor finds nothing wrong', async () => {
    await world.register(['--oauth', file]);
    const before = world.writes().length;
    const { code, out } = await register();
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('is as wanted') });
    const { reviews, of } = await examine(world, {}, ['--oauth', file]);
    expect(reviews).toEqual([]);
    expect(of('header')[0]?.what).toBe('import: an OAuth token is sent');
    expect(world.writes()).toHaveLength(before);
  });

  it('shows each difference before it is written, and never the secret', async () => {
    await register();
    const tokenUrl = `${world.service.baseUrl}/token?new`;
    await world.file('oauth.json', JSON.stringify(oauth({ clientId: '0oanew', tokenUrl, scope: 'new' })));
    const { code, out } = await world.register(['--type', 'import', '--oauth', file, '--dry-run']);
    expect(code).toBe(0);
    expect(out.match(/^ {2}OAuth.*$/gm)).toEqual([
      '  OAuth client: 0oaclient -> 0oanew',
      `  OAuth token URL: ${world.service.baseUrl}/token -> ${tokenUrl}`,
      '  OAuth scope: hooks -> new',
    ]);
    expect(out).not.toMatch(/canary-/);
  });

  it('gets its client secret written once more when Okta has an old one', async () => {
    await register();
    const { id } = theHook() ?? { id: '' };
    await world.org.ask(`POST /api/v1/inlineHooks/${id}`, { channel: { config: { clientSecret: 'old' } } });
    const { code, out } = await register();
    expect(code).toBe(0);
    expect(out).toContain('the secret was written once more');
  });

  it('ends with 1 when Okta gets no token, and says that the service was not reached', async () => {
    await world.file('oauth.json', JSON.stringify(oauth({ clientSecret: 'canary-wrong-secret' })));
    const { code, out, err } = await register();
    expect(code).toBe(1);
    expect(out).toContain('not reached');
    expect(out + err).not.toMatch(/canary-/);
  });

  it.each([
    ['without a secret', { clientSecret: undefined }],
    ['whose token URL is not https', { tokenUrl: 'http://canary-host.example/token' }],
    ['with a key nobody knows', { secret: 'canary-x' }],
  ])('refuses a file %s, names what it expects and no value, and asks Okta nothing', async (_, changes) => {
    await world.file('oauth.json', JSON.stringify(oauth(changes)));
    const { code, err } = await register();
    expect(code).toBe(1);
    expect(err).toContain('expected clientId, tokenUrl (https), scope, and clientSecret or hookKeyId');
    expect(err).not.toMatch(/canary-/);
    expect(world.org.exchanges).toEqual([]);
  });

  it('has no secret that rotate could change, which says what to do instead', async () => {
    const { code, err } = await world.run(['rotate']);
    expect(code).toBe(1);
    expect(err).toContain('change the client secret where it was made, then register again');
  });
});

describe('a hook with a secret in a header', () => {
  it('that becomes one with tokens is replaced whole, and says so first', async () => {
    const service = world.service.behave;
    world.service.behave = () => ({ body: {} });
    await world.register(['--type', 'import']);
    const { id } = theHook() ?? { id: '' };
    world.service.behave = service;
    await world.redeploy(withoutSecrets());
    const { code, out } = await register();
    expect(code).toBe(0);
    expect(out).toContain('authentication: header -> oauth');
    expect(out).toContain('is lost: extra headers, if somebody has added any');
    expect(world.writes().at(-1)).toMatch(/^PUT /);
    expect(theHook()).toMatchObject({ id, channel: { type: 'OAUTH' } });
    expect(JSON.stringify(theHook())).not.toContain('canary-hook-secret');
  });
});

it("a hook key of Okta's takes the place of the client secret", () => {
  const auth = {
    kind: 'oauth',
    clientId: '0oaclient',
    tokenUrl: 'https://example.okta.com/token',
    scope: 'hooks',
    authType: 'private_key_jwt',
    hookKeyId: 'HKY1',
  } as const;
  const { config } = channelOf({ uri: 'https://hooks.example.com', auth }, undefined);
  expect(config).toMatchObject({ authType: 'private_key_jwt', hookKeyId: 'HKY1' });
  expect(config).not.toHaveProperty('clientSecret');
});
