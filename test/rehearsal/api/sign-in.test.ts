import { createHash, pbkdf2Sync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Behaviour, type OktaServer, startOktaServer } from '../../okta-server.ts';
import { passwordHook, SECRET, verdict } from './hooks.ts';
import { forTheHook, idIn, profileOf } from './people.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

const LOGIN = 'jane.doe@example.com';
const PASSWORD = 'swordfish';

let org: TestOrg;
let service: OktaServer;
/** What the password hook answers. */
let answer: Behaviour;
beforeEach(async () => {
  answer = { body: verdict('VERIFIED') };
  [org, service] = await Promise.all([startTestOrg({ hookTimeoutMs: 200 }), startOktaServer(() => answer)]);
  await org.ask('POST /api/v1/inlineHooks', passwordHook(`${service.baseUrl}/password`));
});
afterEach(async () => {
  await org.close();
  await service.close();
});

const create = (body: object) => org.ask('POST /api/v1/users', body);
const signIn = (password = PASSWORD, username = LOGIN) =>
  org.ask('POST /api/v1/authn', { username, password });
const provider = async () =>
  Object((await org.ask(`GET /api/v1/users/${LOGIN}`)).body).credentials.provider.type;
const log = async (...types: string[]) => {
  const filter = encodeURIComponent(types.map((type) => `eventType eq "${type}"`).join(' or '));
  const { body } = await org.ask(`GET /api/v1/logs?filter=${filter}`);
  return (body as { eventType: string; outcome: object }[]).map(({ eventType, outcome }) => [
    eventType,
    outcome,
  ]);
};
const refused = { status: 401, errorCode: 'E0000004' };

describe('the first sign-in of somebody who was created for the hook', () => {
  it("asks the hook as Okta does, makes the password Okta's own, and records it", async () => {
    const id = idIn(await create(forTheHook(LOGIN)));
    expect(await provider()).toBe('IMPORT');
    expect(await signIn(PASSWORD, 'Jane.Doe')).toMatchObject({
      status: 200,
      body: { status: 'SUCCESS', _embedded: { user: { id, profile: { login: LOGIN } } } },
    });
    const [{ body = '', headers = {} } = {}] = service.arrivals;
    expect(headers).toMatchObject({ authorization: SECRET });
    expect(JSON.parse(body)).toMatchObject({
      eventType: 'com.okta.user.credential.password.import',
      source: expect.stringMatching(`^${org.okta.baseUrl}/api/v1/inlineHooks/cal`),
      data: {
        context: {
          request: { method: 'POST', url: { value: '/api/v1/authn' } },
          credential: { username: 'Jane.Doe', password: PASSWORD },
        },
        action: { credential: 'UNVERIFIED' },
      },
    });
    expect(await provider()).toBe('OKTA');
    expect(await log('user.import.password')).toEqual([['user.import.password', { result: 'SUCCESS' }]]);
  });

  it('is the only one that asks the hook', async () => {
    await create(forTheHook(LOGIN));
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await signIn('wrong')).toMatchObject(refused);
    expect(service.arrivals).toHaveLength(1);
  });

  it('fails for a password that is not verified; the next one asks again', async () => {
    await create(forTheHook(LOGIN));
    answer = { body: verdict('UNVERIFIED') };
    expect(await signIn('wrong')).toMatchObject(refused);
    expect(await provider()).toBe('IMPORT');
    answer = { body: verdict('VERIFIED') };
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await log('user.import.password')).toMatchObject([
      ['user.import.password', { result: 'FAILURE' }],
      ['user.import.password', { result: 'SUCCESS' }],
    ]);
  });

  it.each<[string, Behaviour, number]>([
    ['hangs', 'silence', 2],
    ['is down', { status: 503 }, 2],
    ['refuses the secret', { status: 401 }, 1],
    ['answers an error', { body: { error: { errorSummary: 'no' } } }, 1],
    ['says nothing', { status: 204 }, 1],
  ])('fails when the service %s, and nothing is imported', async (_, behaviour, calls) => {
    await create(forTheHook(LOGIN));
    answer = behaviour;
    expect(await signIn()).toMatchObject(refused);
    expect(service.arrivals).toHaveLength(calls);
    expect(await provider()).toBe('IMPORT');
    const failures = await log('inline_hook.executed', 'inline_hook.response.processed');
    expect(failures).toHaveLength(1);
  });

  it('fails without a call when there is no active hook', async () => {
    await create(forTheHook(LOGIN));
    const [{ id = '' } = {}] = Object((await org.ask('GET /api/v1/inlineHooks')).body);
    await org.ask(`POST /api/v1/inlineHooks/${id}/lifecycle/deactivate`);
    expect(await signIn()).toMatchObject(refused);
    expect(service.arrivals).toEqual([]);
  });

  it('that comes twice at once succeeds twice', async () => {
    await create(forTheHook(LOGIN));
    expect(await Promise.all([signIn(), signIn()])).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await provider()).toBe('OKTA');
  });

  it('imports nothing into somebody whose password was reset while the service thought', async () => {
    const id = idIn(await create(forTheHook(LOGIN)));
    service.behave = async () => {
      await org.ask(`POST /api/v1/users/${id}/lifecycle/reset_password?sendEmail=true`);
      return { body: verdict('VERIFIED') };
    };
    expect(await signIn()).toMatchObject(refused);
    expect(await log('user.import.password')).toMatchObject([[expect.anything(), { result: 'FAILURE' }]]);
  });
});

describe('a sign-in', () => {
  const salt = Buffer.from('salt');
  const key = pbkdf2Sync(PASSWORD, salt, 4_096, 32, 'sha256').toString('base64');
  const salted = (...parts: string[]) => createHash('sha512').update(parts.join('')).digest('base64');

  it.each([
    [
      'bcrypt',
      {
        algorithm: 'BCRYPT',
        workFactor: 4,
        salt: '/uaF/uaF/uaF/uaF/uaF/u',
        value: 'Q/lFLnPuCSdm9kd/xXsRcMnwb0u3McC',
      },
    ],
    [
      'a digest with its salt before',
      {
        algorithm: 'SHA-512',
        salt: salt.toString('base64'),
        saltOrder: 'PREFIX',
        value: salted('salt', PASSWORD),
      },
    ],
    [
      'a digest with its salt behind',
      {
        algorithm: 'SHA-512',
        salt: salt.toString('base64'),
        saltOrder: 'POSTFIX',
        value: salted(PASSWORD, 'salt'),
      },
    ],
    ['a digest without salt', { algorithm: 'SHA-512', value: salted(PASSWORD) }],
    [
      'PBKDF2',
      {
        algorithm: 'PBKDF2',
        digestAlgorithm: 'SHA256_HMAC',
        iterationCount: 4_096,
        keySize: 32,
        salt: salt.toString('base64'),
        value: key,
      },
    ],
  ])('against an imported hash needs no hook: %s', async (_, hash) => {
    await create({ profile: profileOf(LOGIN), credentials: { password: { hash } } });
    expect(await signIn('wrong')).toMatchObject(refused);
    expect(await provider()).toBe('IMPORT');
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await provider()).toBe('OKTA');
    expect(service.arrivals).toEqual([]);
  });

  it("with a password of Okta's own needs no hook either", async () => {
    await create({ profile: profileOf(LOGIN), credentials: { password: { value: PASSWORD } } });
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await signIn('wrong')).toMatchObject(refused);
  });

  it.each(['STAGED', 'RECOVERY', 'SUSPENDED', 'LOCKED_OUT', 'DEPROVISIONED'] as const)(
    'of somebody who is %s is refused, and the hook is not asked',
    async (status) => {
      const { id } = org.okta.world.org.create(profileOf(LOGIN), status);
      org.okta.world.accounts.open(id, { kind: 'hook' }, { isActive: false });
      expect(await signIn()).toMatchObject(refused);
      expect(service.arrivals).toEqual([]);
    },
  );

  it('by an id, by an ambiguous short name and of nobody is refused alike', async () => {
    const id = idIn(await create(forTheHook(LOGIN)));
    await create(forTheHook('jane.doe@example.org'));
    for (const name of [id, 'jane.doe', 'nobody'])
      expect(await signIn(PASSWORD, name)).toMatchObject(refused);
    expect(service.arrivals).toEqual([]);
  });

  it('leaves no password in anything that can be read', async () => {
    const id = idIn(await create(forTheHook(LOGIN)));
    await signIn();
    const reads = [`GET /api/v1/users/${id}`, 'GET /api/v1/logs', 'GET /api/v1/inlineHooks'];
    const answers = await Promise.all(reads.map((line) => org.ask(line)));
    expect(JSON.stringify(answers)).not.toMatch(/swordfish|canary/);
  });
});
