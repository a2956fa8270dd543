import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT } from '../../cli/doctor/system-log.ts';
import type { RegisterWorld } from '../registration/register-world.ts';
import { passwordHook } from '../rehearsal/api/hooks.ts';
import { examine, hookOf, record, startRegisteredWorld } from './doctor-world.ts';

let world: RegisterWorld;
beforeEach(async () => {
  world = await startRegisteredWorld();
});
afterEach(() => world.close());

const remove = (store: { change(id: string, to: object): unknown; delete(id: string): void }, id: string) => {
  store.change(id, { status: 'INACTIVE' });
  store.delete(id);
};
const takeOut = (...hooks: readonly ('ImportHook' | 'PasswordHook' | 'EventHook')[]) =>
  world.redeploy(
    Object.fromEntries(hooks.flatMap((id) => [`${id}Url`, `${id}SecretArn`].map((key) => [key, undefined]))),
  );
const theEventHook = () => {
  const [hook] = world.org.okta.world.eventHooks.all();
  if (!hook) throw new Error('no event hook');
  return hook;
};

describe('hooks that were taken out of the deployment and are in Okta still', () => {
  it('need a person, each with its id and what to do, and nothing else of them is asked', async () => {
    await takeOut('PasswordHook', 'EventHook');
    const ids = [hookOf(world, 'password').id, theEventHook().id];
    const { code, reviews, out, of } = await examine(world);
    expect(code).toBe(3);
    expect(reviews).toEqual([
      {
        check: 'not deployed',
        verdict: 'review',
        what: 'password: "OktaHooks-laptop password" is in Okta, and this deployment has no such hook',
        next: expect.stringMatching(
          /^if nobody is created .* delete it in Workflow > Inline Hooks; else deploy with "password"/,
        ),
        ids: ids.slice(0, 1),
      },
      {
        check: 'not deployed',
        verdict: 'review',
        what: 'events: "OktaHooks-laptop events" is in Okta, and this deployment has no such hook',
        next: expect.stringMatching(/^deactivate and delete it in Workflow > Event Hooks; else deploy/),
        ids: ids.slice(1),
      },
    ]);
    for (const check of ['registered', 'URL', 'header', 'status', 'certificate', 'canary'])
      expect(of(check)).toMatchObject([{ verdict: 'ok', what: expect.stringMatching(/^import: /) }]);
    expect(of('event hook')).toEqual([]);
    expect(out).not.toContain('"skipped"');
  });

  it('are found by their address when somebody gave them another name', async () => {
    await takeOut('PasswordHook', 'EventHook');
    const { inlineHooks, eventHooks } = world.org.okta.world;
    const { id } = hookOf(world, 'password');
    inlineHooks.change(id, { name: 'renamed' });
    eventHooks.change(theEventHook().id, { name: 'renamed' });
    const { reviews } = await examine(world);
    expect(reviews.map(({ ids }) => ids)).toEqual([[id], [theEventHook().id]]);
  });

  it('are to be taken off the applications first where they are import hooks', async () => {
    await takeOut('ImportHook');
    const { reviews } = await examine(world);
    expect(reviews).toMatchObject([
      {
        what: 'import: "OktaHooks-laptop import" is in Okta, and this deployment has no such hook',
        next: expect.stringMatching(/^take it off the applications .* delete it/),
        ids: [hookOf(world, 'import').id],
      },
    ]);
  });

  it('are said to be unread, and not to be gone, where Okta lets nobody look', async () => {
    await world.close();
    const scopes = ['okta.inlineHooks.read', 'okta.inlineHooks.manage', 'okta.logs.read'];
    world = await startRegisteredWorld({ scopes });
    await takeOut('EventHook');
    const { clientId, privateKey } = world.org.okta.serviceApp;
    const env = {
      OKTA_API_TOKEN: '',
      OKTA_CLIENT_ID: clientId,
      OKTA_PRIVATE_KEY_FILE: await world.file('key.pem', privateKey),
    };
    const { of } = await examine(world, { env });
    expect(theEventHook().status).toBe('ACTIVE');
    expect(of('not deployed')).toMatchObject([
      { verdict: 'skipped', what: 'events: the hooks could not be read' },
    ]);
  });
});

describe('a deployment without a hook that Okta does not have either', () => {
  it('needs nobody, without passwords', async () => {
    await takeOut('PasswordHook', 'EventHook');
    remove(world.org.okta.world.inlineHooks, hookOf(world, 'password').id);
    remove(world.org.okta.world.eventHooks, theEventHook().id);
    const { code, reviews, of } = await examine(world);
    expect({ code, reviews }).toEqual({ code: 0, reviews: [] });
    expect(of('not deployed').map(({ what }) => what)).toEqual([
      'password: not in Okta either',
      'events: not in Okta either',
    ]);
  });

  it('needs nobody, without imports, although others import people', async () => {
    await takeOut('ImportHook');
    remove(world.org.okta.world.inlineHooks, hookOf(world, 'import').id);
    record(world, EVENT.importStarted, 'job');
    record(world, EVENT.userCreated, '00u1');
    const { code, reviews } = await examine(world);
    expect({ code, reviews }).toEqual({ code: 0, reviews: [] });
  });

  it("leaves somebody else's password hook alone", async () => {
    await takeOut('PasswordHook', 'EventHook');
    remove(world.org.okta.world.inlineHooks, hookOf(world, 'password').id);
    remove(world.org.okta.world.eventHooks, theEventHook().id);
    await world.org.ask('POST /api/v1/inlineHooks', passwordHook('https://other.example.com'));
    expect(await examine(world)).toMatchObject({ code: 0, reviews: [] });
  });

  it('has the password hook named once where a final sheet is about it, too', async () => {
    await takeOut('PasswordHook', 'EventHook');
    remove(world.org.okta.world.eventHooks, theEventHook().id);
    const hook = { state: 'deleted', id: 'cal1', at: '2026-01-18T09:30:00.000Z' };
    const sheet = { ended: true, org: world.org.okta.baseUrl, askedAt: hook.at, hook };
    const file = await world.file('legacy.final.json', JSON.stringify(sheet));
    const { reviews } = await examine(world, {}, ['--finished', file]);
    expect(reviews.map(({ check, ids }) => [check, ids])).toEqual([
      ['registered', [hookOf(world, 'password').id]],
    ]);
    expect(reviews[0]?.next).not.toContain('register');
    remove(world.org.okta.world.inlineHooks, hookOf(world, 'password').id);
    expect(await examine(world, {}, ['--finished', file])).toMatchObject({ code: 0, reviews: [] });
  });
});
