import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createOktaDirectory } from '../../../lambda/logins/okta-directory.ts';
import { forTheHook, idIn, profileOf } from './people.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
beforeEach(async () => {
  org = await startTestOrg();
});
afterEach(() => org.close());

const create = (body: object, query = '') => org.ask(`POST /api/v1/users${query}`, body);
const read = (id: string) => org.ask(`GET /api/v1/users/${encodeURIComponent(id)}`);
const sha256 = { algorithm: 'SHA-256', value: createHash('sha256').update('swordfish').digest('base64') };

describe('a user that is created', () => {
  it('for the password hook is ACTIVE and of the provider IMPORT', async () => {
    expect(await create(forTheHook('a.hook@example.com'), '?activate=true')).toMatchObject({
      status: 200,
      body: {
        status: 'ACTIVE',
        profile: { login: 'a.hook@example.com' },
        credentials: { password: {}, provider: { type: 'IMPORT', name: 'IMPORT' } },
      },
    });
  });

  it('with a hash is of the provider IMPORT, and the hash is never read again', async () => {
    const made = await create({
      profile: profileOf('a@example.com'),
      credentials: { password: { hash: sha256 } },
    });
    expect(made).toMatchObject({ body: { status: 'ACTIVE', credentials: { provider: { type: 'IMPORT' } } } });
    expect(JSON.stringify([made, await read(idIn(made))])).not.toContain(sha256.value);
  });

  it.each([
    ['?activate=true', 'PROVISIONED'],
    ['?activate=false', 'STAGED'],
  ])('without credentials and with %s is %s', async (query, status) => {
    const made = await create({ profile: profileOf('a@example.com') }, query);
    expect(made).toMatchObject({ body: { status, credentials: { provider: { type: 'OKTA' } } } });
  });

  it.each([
    ['without an e-mail address', { profile: { login: 'abc@example.com', firstName: 'A', lastName: 'B' } }],
    ['whose login is too short', { profile: profileOf('a@b') }],
    ['whose login is taken but for case and diacritics', { profile: profileOf('JOSÉ@example.com') }],
    [
      'with half a bcrypt hash',
      { credentials: { password: { hash: { algorithm: 'BCRYPT', workFactor: 10 } } } },
    ],
    [
      'with a bcrypt hash of too high a cost',
      hashed({ algorithm: 'BCRYPT', workFactor: 21, salt: 'x'.repeat(22), value: 'x'.repeat(31) }),
    ],
    ['with a hash that was cut off', hashed({ ...sha256, value: sha256.value.slice(0, 20) })],
    [
      'with too few rounds of PBKDF2',
      hashed({
        algorithm: 'PBKDF2',
        digestAlgorithm: 'SHA256_HMAC',
        iterationCount: 1_000,
        keySize: 32,
        salt: 'c2FsdA==',
        value: sha256.value,
      }),
    ],
    ['with a hash and the hook', { credentials: { password: { hash: sha256, hook: { type: 'default' } } } }],
    ['in a group that does not exist', { groupIds: ['00gnobody'] }],
  ])('is refused %s, and nobody is there', async (_, changes) => {
    await create({ profile: profileOf('jose@example.com') });
    const answer = await create({ profile: profileOf('new@example.com'), ...changes });
    expect(answer).toMatchObject({ status: 400, errorCode: 'E0000001' });
    expect(org.okta.world.org.size).toBe(1);
  });

  it('is refused in more than twenty groups, by the code for that', async () => {
    const body = { profile: profileOf('a@example.com'), groupIds: Array(21).fill('00g1') };
    expect(await create(body)).toMatchObject({ status: 400, errorCode: 'E0000093' });
  });

  function hashed(hash: object) {
    return { credentials: { password: { hash } } };
  }
});

describe('a user that is read', () => {
  it('is found by id, by login whatever its case and diacritics, and by a short name', async () => {
    const id = idIn(
      await create({ profile: profileOf('zoë.müller@example.com', { email: 'zoe@example.com' }) }),
    );
    for (const name of [id, 'zoë.müller@example.com', 'Zoe.Muller@EXAMPLE.com', 'zoe.muller']) {
      expect(await read(name)).toMatchObject({ status: 200, body: { id } });
    }
  });

  it('is not found by a short name that somebody else has too', async () => {
    await create({ profile: profileOf('jo.doe@example.com') });
    await create({ profile: profileOf('jo.doe@example.org') });
    expect(await read('jo.doe')).toMatchObject({ status: 404, errorCode: 'E0000007' });
  });

  it("is what the service's own directory says of a login", async () => {
    const id = idIn(await create({ profile: profileOf('held@example.com') }));
    const directory = createOktaDirectory({ client: org.client });
    const holders = await directory.lookup(
      ['held@example.com', 'free@example.com'],
      new AbortController().signal,
    );
    expect(holders).toEqual([{ state: 'taken', id }, { state: 'free' }]);
  });
});

describe('the life of a user', () => {
  it('goes from STAGED by invitation to deactivation and deletion', async () => {
    const id = idIn(await create({ profile: profileOf('a.b@example.com') }, '?activate=false'));
    const invited = await org.ask(`POST /api/v1/users/${id}/lifecycle/activate?sendEmail=false`);
    expect(invited).toMatchObject({ body: { activationUrl: expect.stringContaining(org.okta.baseUrl) } });
    expect(await read(id)).toMatchObject({ body: { status: 'PROVISIONED' } });
    expect(await org.ask(`POST /api/v1/users/${id}/lifecycle/deactivate`)).toMatchObject({ status: 200 });
    expect(await read('a.b@example.com')).toMatchObject({ body: { status: 'DEPROVISIONED' } });
    expect(await org.ask(`DELETE /api/v1/users/${id}`)).toMatchObject({ status: 204 });
    expect(await read(id)).toMatchObject({ status: 404 });
  });

  it('is not over at the first DELETE, which deactivates', async () => {
    const id = idIn(await create(forTheHook('a.b@example.com')));
    expect(await org.ask(`DELETE /api/v1/users/${id}`)).toMatchObject({ status: 204 });
    expect(await read(id)).toMatchObject({ body: { status: 'DEPROVISIONED' } });
  });

  it('after a reset is RECOVERY without an imported password, and can be reset again', async () => {
    const id = idIn(await create(forTheHook('a.b@example.com')));
    const reset = (sendEmail: boolean) =>
      org.ask(`POST /api/v1/users/${id}/lifecycle/reset_password?sendEmail=${sendEmail}`);
    expect(await reset(true)).toMatchObject({ status: 200, body: {} });
    expect(await read(id)).toMatchObject({
      body: { status: 'RECOVERY', credentials: { provider: { type: 'OKTA' } } },
    });
    expect(await reset(false)).toMatchObject({ body: { resetPasswordUrl: expect.any(String) } });
  });

  it('keeps the password through a suspension, during which nobody signs in', async () => {
    const body = { profile: profileOf('a.b@example.com'), credentials: { password: { value: 'swordfish' } } };
    const id = idIn(await create(body));
    const signIn = () =>
      org.ask('POST /api/v1/authn', { username: 'a.b@example.com', password: 'swordfish' });
    expect(await org.ask(`POST /api/v1/users/${id}/lifecycle/suspend`)).toMatchObject({ status: 200 });
    expect(await read(id)).toMatchObject({
      body: { status: 'SUSPENDED', statusChanged: expect.any(String) },
    });
    expect(await signIn()).toMatchObject({ status: 401 });
    expect(await org.ask(`POST /api/v1/users/${id}/lifecycle/unsuspend`)).toMatchObject({ status: 200 });
    expect(await signIn()).toMatchObject({ status: 200 });
  });

  it.each([
    ['unsuspend', 'ACTIVE'],
    ['suspend', 'RECOVERY'],
  ] as const)('refuses to %s who is %s, by the code for that', async (verb, status) => {
    const { id } = org.okta.world.org.create(profileOf('a.b@example.com'), status);
    const answer = await org.ask(`POST /api/v1/users/${id}/lifecycle/${verb}`);
    expect(answer).toMatchObject({ status: 400, errorCode: 'E0000001' });
    expect(await read(id)).toMatchObject({ body: { status } });
  });

  it('after a reset goes on with the new password that the person chooses', async () => {
    const id = idIn(await create(forTheHook('a.b@example.com')));
    await org.ask(`POST /api/v1/users/${id}/lifecycle/reset_password?sendEmail=true`);
    const chosen = { credentials: { password: { value: 'new-swordfish' } } };
    expect(await org.ask(`POST /api/v1/users/${id}`, chosen)).toMatchObject({ body: { status: 'ACTIVE' } });
    const typed = { username: 'a.b@example.com', password: 'new-swordfish' };
    expect(await org.ask('POST /api/v1/authn', typed)).toMatchObject({ status: 200 });
    const mails = encodeURIComponent('eventType eq "system.email.password_reset.sent_message"');
    expect(await org.ask(`GET /api/v1/logs?filter=${mails}`)).toMatchObject({ body: [{ target: [{ id }] }] });
  });

  it('is invited again while the invitation waits, and not afterwards', async () => {
    const id = idIn(await create({ profile: profileOf('a.b@example.com') }));
    const again = () => org.ask(`POST /api/v1/users/${id}/lifecycle/reactivate?sendEmail=true`);
    expect(await again()).toMatchObject({ status: 200, body: {} });
    await org.ask(`POST /api/v1/users/${id}`, { credentials: { password: { value: 'swordfish' } } });
    expect(await again()).toMatchObject({ status: 403, errorCode: 'E0000038' });
  });

  it.each([
    ['activated', 'ACTIVE', 'lifecycle/activate', 'E0000016'],
    ['reset', 'STAGED', 'lifecycle/reset_password?sendEmail=true', 'E0000038'],
    ['deactivated', 'DEPROVISIONED', 'lifecycle/deactivate', 'E0000038'],
  ] as const)('is not %s when %s', async (_, status, path, errorCode) => {
    const { id } = org.okta.world.org.create(profileOf('a.b@example.com'), status);
    expect(await org.ask(`POST /api/v1/users/${id}/${path}`)).toMatchObject({ status: 403, errorCode });
    expect(await read(id)).toMatchObject({ body: { status } });
  });
});

describe('groups and applications', () => {
  it('take somebody in as often as asked, list them, and let them go', async () => {
    const user = idIn(await create({ profile: profileOf('a.b@example.com') }));
    const group = idIn(await org.ask('POST /api/v1/groups', { profile: { name: 'Wave 1' } }));
    const membership = `/api/v1/groups/${group}/users/${user}`;
    for (const _ of [1, 2]) expect(await org.ask(`PUT ${membership}`)).toMatchObject({ status: 204 });
    const members = () => org.ask(`GET /api/v1/groups/${group}/users`);
    expect(await members()).toMatchObject({ body: [{ id: user }] });
    expect(await org.ask(`DELETE ${membership}`)).toMatchObject({ status: 204 });
    expect(await members()).toMatchObject({ body: [] });
  });

  it('are found by the beginning of their name; a name is given once', async () => {
    for (const name of ['Wave 1', 'Wave 2', 'Admins']) {
      await org.ask('POST /api/v1/groups', { profile: { name, description: 'of the migration' } });
    }
    expect(await org.ask('GET /api/v1/groups?q=wave')).toMatchObject({
      body: [{ profile: { name: 'Wave 1' } }, { profile: { name: 'Wave 2' } }],
    });
    const again = await org.ask('POST /api/v1/groups', { profile: { name: 'WAVE 1' } });
    expect(again).toMatchObject({ status: 400, errorCode: 'E0000001' });
  });

  it('of people created with groupIds have them as members', async () => {
    const group = idIn(await org.ask('POST /api/v1/groups', { profile: { name: 'Wave 1' } }));
    const id = idIn(await create({ ...forTheHook('a.b@example.com'), groupIds: [group] }));
    expect(await org.ask(`GET /api/v1/groups/${group}/users`)).toMatchObject({ body: [{ id }] });
  });

  it('are not found under an id that is none', async () => {
    expect(await org.ask('PUT /api/v1/groups/00gnone/users/00unone')).toMatchObject({ status: 404 });
    expect(await org.ask('POST /api/v1/apps/0oanone/users', { id: '00unone' })).toMatchObject({
      status: 404,
    });
  });

  it('of the application kind are assigned by POST and keep their id when the org starts again', async () => {
    const withApp = await startTestOrg({ apps: ['Payroll'] });
    const [{ id: app = '', label = '' } = {}] = Object((await withApp.ask('GET /api/v1/apps?q=pay')).body);
    const user = idIn(await withApp.ask('POST /api/v1/users', forTheHook('a.b@example.com')));
    const assigned = await withApp.ask(`POST /api/v1/apps/${app}/users`, { id: user, scope: 'USER' });
    expect(assigned).toMatchObject({ body: { id: user, credentials: { userName: 'a.b@example.com' } } });
    expect(await withApp.ask(`GET /api/v1/apps/${app}/users`)).toMatchObject({ body: [{ id: user }] });
    expect(await withApp.ask(`GET /api/v1/apps/${app}/users/${user}`)).toMatchObject({ status: 200 });
    expect(await withApp.ask(`DELETE /api/v1/apps/${app}/users/${user}`)).toMatchObject({ status: 204 });
    expect(await withApp.ask(`GET /api/v1/apps/${app}/users/${user}`)).toMatchObject({ status: 404 });
    await withApp.close();
    const again = await startTestOrg({ apps: [label] });
    expect(await again.ask('GET /api/v1/apps')).toMatchObject({ body: [{ id: app, label: 'Payroll' }] });
    await again.close();
  });
});
