import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { passwordRequestSchema } from '../../lambda/contract/password-request.ts';
import { canMatch } from '../../lambda/passwords/attempt.ts';
import { CANARY, canaryCall } from '../../lambda/registration/canary.ts';
import { passwordHook } from '../rehearsal/api/hooks.ts';
import { EVENT_SECRET, type RegisterWorld, SECRET, startRegisterWorld } from './register-world.ts';

let world: RegisterWorld;
beforeEach(async () => {
  world = await startRegisterWorld();
});
afterEach(() => world.close());

const HOOKS = '/api/v1/inlineHooks';
const NAME = 'OktaHooks-laptop import';

describe('register', () => {
  it('creates both hooks ACTIVE, and Okta reaches the service through each with its secret', async () => {
    const { code, out, err } = await world.register();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`import: "${NAME}" is not in Okta: it is created`);
    expect(out).toContain('Okta\'s call was answered: {"debugContext":{"rules":"none fired"}}');
    expect(out).toMatch(/Provisioning > To Okta > Inline Hooks > User Creation/);
    expect(await world.hooks()).toMatchObject([
      { name: NAME, status: 'ACTIVE', type: 'com.okta.import.transform' },
      { name: 'OktaHooks-laptop password', status: 'ACTIVE' },
    ]);
    expect(world.service.arrivals.map(({ url }) => url)).toEqual(['/hooks/import', '/hooks/password']);
    expect(out).not.toContain(SECRET);
  });

  it('writes nothing the second time, although Okta gives the name of the header back in lower case', async () => {
    await world.register();
    const before = world.writes().length;
    const { code, out } = await world.register();
    expect(code).toBe(0);
    expect(out).toContain(`import: "${NAME}" is as wanted`);
    expect(world.writes()).toHaveLength(before);
    expect(await world.hooks()).toHaveLength(2);
  });

  it('with --dry-run shows the difference, writes nothing and calls nobody', async () => {
    const { code, out } = await world.register(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('Nothing was written.');
    expect([world.writes(), await world.hooks(), world.service.arrivals]).toEqual([[], [], []]);
  });

  it('repairs address and status of the same hook, shows both, and leaves its extra headers alone', async () => {
    await world.register(['--type', 'import']);
    const [{ id } = {}] = await world.hooks();
    const headers = [{ key: 'X-Extra', value: 'extra' }];
    await world.org.ask(`POST ${HOOKS}/${id}`, {
      channel: { config: { uri: 'https://old.example.com', headers } },
    });
    await world.org.ask(`POST ${HOOKS}/${id}/lifecycle/deactivate`);
    const { code, out } = await world.register(['--type', 'import']);
    expect(code).toBe(0);
    expect(out).toContain(`URL: https://old.example.com -> ${world.service.baseUrl}/hooks/import`);
    expect(out).toContain('status: INACTIVE -> ACTIVE');
    expect(await world.hooks()).toMatchObject([{ id, status: 'ACTIVE' }]);
    expect(world.service.arrivals.at(-1)?.headers).toMatchObject({ 'x-extra': 'extra' });
  });

  it('finds out by the canary that Okta has an old secret, which nobody can read, and writes it again', async () => {
    await world.register(['--type', 'import']);
    const [{ id } = {}] = await world.hooks();
    await world.org.ask(`POST ${HOOKS}/${id}`, { channel: { config: { authScheme: { value: 'old' } } } });
    const { code, out } = await world.register(['--type', 'import']);
    expect(code).toBe(0);
    expect(out).toContain('the secret was written once more');
    expect(world.service.arrivals.at(-1)?.headers).toMatchObject({ 'x-hook-secret': SECRET });
  });

  it('ends with 1 when Okta does not reach the service, and keeps the hook for the next time', async () => {
    world.service.behave = () => ({ status: 401 });
    const { code, out, err } = await world.register(['--type', 'import']);
    expect(code).toBe(1);
    expect(out).toMatch(/not reached: .*401/);
    expect(err).toContain('Okta does not reach the service');
    expect(await world.hooks()).toHaveLength(1);
  });

  it('asks for a person when a sign-in without a password is called right', async () => {
    const value = { credential: 'VERIFIED' };
    world.service.behave = () => ({ body: { commands: [{ type: 'com.okta.action.update', value }] } });
    expect(await world.register(['--type', 'password'])).toMatchObject({ code: 3 });
  });
});

describe('register touches nothing that a person must decide about', () => {
  it('such as a password hook of another name', async () => {
    await world.org.ask(`POST ${HOOKS}`, passwordHook('https://other.example.com'));
    const before = world.writes();
    const { code, err } = await world.register();
    expect(code).toBe(1);
    expect(err).toContain('the org has a password hook already, named "import"');
    expect(world.writes()).toEqual(before);
    expect(world.service.arrivals).toEqual([]);
  });

  it('such as a password hook whose name would steer a terminal', async () => {
    const other = { ...passwordHook('https://other.example.com'), name: 'a\u001b[2Jb' };
    await world.org.ask(`POST ${HOOKS}`, other);
    const { code, err } = await world.register();
    expect(code).toBe(1);
    expect(err).toContain('named "a [2Jb"');
  });

  it('such as two hooks of one name and type', async () => {
    await world.register(['--type', 'import']);
    const channel = { type: 'HTTP', version: '1.0.0', config: { uri: 'https://other.example.com' } };
    const twin = { name: NAME, type: 'com.okta.import.transform', version: '1.0.0', channel };
    await world.org.ask(`POST ${HOOKS}`, twin);
    const before = world.writes();
    const { code, err } = await world.register();
    expect(code).toBe(1);
    expect(err).toContain(`2 hooks named "${NAME}"`);
    expect(world.writes()).toEqual(before);
  });
});

describe('credentials', () => {
  it('that Okta does not know give one line with the scope, and write nothing', async () => {
    const { code, err, out } = await world.register([], { OKTA_API_TOKEN: 'canary-wrong-token' });
    expect(code).toBe(1);
    expect(err).toContain('okta.inlineHooks.manage');
    expect(out + err).not.toContain('canary-wrong-token');
    expect(world.writes()).toEqual([]);
  });

  it('of a service app without the scope give one line that names it', async () => {
    await world.close();
    world = await startRegisterWorld({ scopes: ['okta.users.read'] });
    const { clientId, privateKey } = world.org.okta.serviceApp;
    const key = await world.file('key.pem', privateKey);
    const app = { OKTA_API_TOKEN: '', OKTA_CLIENT_ID: clientId, OKTA_PRIVATE_KEY_FILE: key };
    const { code, err } = await world.register([], app);
    expect(code).toBe(1);
    expect(err).toContain('a service app needs the scope okta.inlineHooks.manage');
    expect(world.writes()).not.toContain('POST /api/v1/inlineHooks');
  });
});

describe('the event hook', () => {
  it('is said not to be there when the outputs have none', async () => {
    const { code, err } = await world.register(['--type', 'events']);
    expect(code).toBe(1);
    expect(err).toContain('this deployment has no event hook, only import and password');
    expect(world.org.exchanges).toEqual([]);
  });

  it('is created, verified, and left alone the second time', async () => {
    await world.redeploy({ EventHookUrl: `${world.service.baseUrl}/hooks/events` });
    const { code, out } = await world.register(['--type', 'events']);
    expect(code).toBe(0);
    expect(out).toContain('verified');
    expect(out).not.toContain(EVENT_SECRET);
    const before = world.writes().length;
    expect(await world.register(['--type', 'events'])).toMatchObject({ code: 0 });
    expect(world.writes()).toHaveLength(before);
  });

  it('that somebody renamed is found by its URL and gets its name back, so that nothing is delivered twice', async () => {
    await world.redeploy({ EventHookUrl: `${world.service.baseUrl}/hooks/events` });
    await world.register(['--type', 'events']);
    const { eventHooks } = world.org.okta.world;
    const [{ id } = { id: '' }] = eventHooks.all();
    eventHooks.change(id, { name: 'renamed' });
    const { code, out } = await world.register(['--type', 'events']);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('name: renamed -> ') });
    expect(eventHooks.all()).toMatchObject([{ id, name: 'OktaHooks-laptop events' }]);
    eventHooks.add({ ...eventHooks.get(id) });
    const before = world.writes();
    expect(await world.register(['--type', 'events'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('2 hooks named "OktaHooks-laptop events"'),
    });
    for (const one of eventHooks.all()) eventHooks.change(one.id, { name: `renamed ${one.id}` });
    expect(await world.register(['--type', 'events'])).toMatchObject({
      code: 1,
      err: expect.stringContaining(`2 hooks that call ${world.service.baseUrl}/hooks/events`),
    });
    expect(world.writes()).toEqual(before);
  });

  it('that is repaired keeps what somebody added in Okta, and the preview names it without a value', async () => {
    await world.redeploy({ EventHookUrl: `${world.service.baseUrl}/hooks/events` });
    await world.register(['--type', 'events']);
    const { eventHooks } = world.org.okta.world;
    const [hook] = eventHooks.all();
    if (!hook) throw new Error('no event hook');
    const ofEvent = (event: string) => ({ event, condition: { expression: 'canary-expression' } });
    const [ours = ''] = hook.events.items;
    const headers = [
      { key: 'X-Team\u001b[2J', value: 'canary-team' },
      { key: 'x-hook-secret', value: 'canary-other' },
    ];
    eventHooks.change(hook.id, {
      description: 'canary-description',
      events: {
        type: 'EVENT_TYPE',
        items: [ours, 'user.x'],
        filter: { eventFilterMap: [ofEvent(ours), ofEvent('user.x')] },
      },
      channel: { ...hook.channel, config: { ...hook.channel.config, headers } },
    });
    const shown = await world.register(['--type', 'events', '--dry-run', '--json']);
    expect(JSON.parse(shown.out).hooks).toMatchObject([
      {
        action: 'update',
        kept: ['the description', `the filter of ${ours}`, 'the extra header X-Team\u001b[2J'],
        lost: ['the filter of user.x', 'the extra header x-hook-secret'],
      },
    ]);
    // a header that Okta would not have let in
    const [, second] = headers;
    const allowed = [{ key: 'X-Team', value: 'canary-team' }, ...(second ? [second] : [])];
    eventHooks.change(hook.id, {
      channel: { ...hook.channel, config: { ...hook.channel.config, headers: allowed } },
    });
    const { code, out } = await world.register(['--type', 'events']);
    expect(code).toBe(0);
    expect(out).toContain('  stays: the extra header X-Team\n');
    expect(out).toContain('  is lost: the filter of user.x\n');
    expect(out + shown.out).not.toContain('canary-');
    expect(eventHooks.get(hook.id)).toMatchObject({
      description: 'canary-description',
      events: { items: [ours], filter: { eventFilterMap: [ofEvent(ours)] } },
      channel: { config: { headers: [{ key: 'X-Team', value: 'canary-team' }] } },
    });
  });

  it('that gives no challenge back is not called verified', async () => {
    await world.redeploy({ EventHookUrl: `${world.service.baseUrl}/hooks/events` });
    world.service.behave = () => ({ body: {} });
    expect(await world.register(['--type', 'events'])).toMatchObject({ code: 1 });
  });
});

describe('OAuth', () => {
  it('needs to be told where Okta gets its tokens, before anything is written', async () => {
    await world.redeploy({ ImportHookSecretArn: undefined });
    const { code, err } = await world.register(['--type', 'import']);
    expect(code).toBe(1);
    expect(err).toContain('--oauth <file>');
    expect(world.org.exchanges).toEqual([]);
  });
});

describe('the canary', () => {
  it('links to its own match, so that no login is promised to it', () => {
    const { data } = importRequestSchema.parse(canaryCall('import'));
    expect(data).toMatchObject({
      action: { result: 'LINK_USER' },
      user: { id: CANARY.userId },
      context: { matches: [CANARY.userId], conflicts: [] },
    });
  });

  it('signs in as nobody with no password, which is refused before attempts are counted', () => {
    const { data } = passwordRequestSchema.parse(canaryCall('password'));
    expect(data.context.credential.username).toBe(CANARY.login);
    expect(canMatch(data.context.credential)).toBe(false);
  });
});
