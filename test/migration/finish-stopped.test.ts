import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, leaveJournal, startFinishWorld } from './finish-world.ts';

let world: FinishWorld;
afterEach(() => world.close());

const LOGIN = 'person2@corp.example.com';
const DAY_MS = 24 * 60 * 60 * 1000;

const start = async (changes: Partial<PlannedPerson> = {}, email = LOGIN) => {
  const profile = { login: LOGIN, email, firstName: 'P', lastName: 'Doe' };
  world = await startFinishWorld([planned(2, { profile, ...changes })]);
};

/** Leaves the journal of a run that was killed: its lines so far, perhaps torn in the last one. */
async function killedAfter(entries: readonly object[], torn = ''): Promise<void> {
  const [header] = (await world.read('users.created.ndjson')).split('\n');
  const lines = entries.map((entry) => JSON.stringify({ at: world.clock.now(), ...entry }));
  await leaveJournal(world, `${[header, ...lines].join('\n')}\n${torn}`);
}

const begun = (action: string, by = 'mail') => ({ step: 'begun', id: world.idOf(LOGIN), action, by });
const done = () => ({ step: 'done', id: world.idOf(LOGIN) });
const asks = (verb: string) => world.asked.filter((line) => line.endsWith(`/lifecycle/${verb}`)).length;

describe('a reset that was killed', () => {
  const RESET = () => world.lifecycle(LOGIN, 'reset_password?sendEmail=true');

  it.each<[string, { reset: boolean; entries: () => readonly object[]; torn?: string }]>([
    ['before it began', { reset: false, entries: () => [] }],
    ['while its beginning was written', { reset: false, entries: () => [], torn: '{"step":"begun","id"' }],
    ['before Okta was asked', { reset: false, entries: () => [begun('reset')] }],
    ['when Okta had sent the mail', { reset: true, entries: () => [begun('reset')] }],
    ['while its end was written', { reset: true, entries: () => [begun('reset')], torn: '{"step":"do' }],
    ['when it was done', { reset: true, entries: () => [begun('reset'), done()] }],
  ])('%s leads to one mail, and to the end', async (_, { reset, entries, torn }) => {
    await start();
    if (reset) await RESET();
    await killedAfter(entries(), torn);
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect(world.mails(LOGIN)).toBe(1);
    expect(world.statusOf(LOGIN)).toBe('RECOVERY');
  });

  it('is only told of by a dry run', async () => {
    await start();
    await killedAfter([begun('reset')]);
    const { out } = await world.finish([]);
    expect(out).toContain('1 person was in work when a run was stopped: --yes looks first.');
    expect(world.journal()).toHaveLength(1);
  });

  it('of somebody suspended, when the suspension had ended, goes on to the mail', async () => {
    await start();
    await world.lifecycle(LOGIN, 'suspend');
    await killedAfter([begun('reset')]);
    await world.lifecycle(LOGIN, 'unsuspend');
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect([world.mails(LOGIN), asks('unsuspend')]).toEqual([1, 1]);
  });

  it.each([true, false])('by a link makes one for the file, and no mail (Okta asked: %s)', async (asked) => {
    await start({}, 'two@corp.invalid');
    if (asked) await world.lifecycle(LOGIN, 'reset_password?sendEmail=false');
    await killedAfter([begun('reset', 'link')]);
    expect(await world.finish(['--yes', '--links', 'links.csv'])).toMatchObject({ code: 0 });
    expect((await world.read('links.csv')).trimEnd().split('\n')).toHaveLength(2);
    expect(world.mails(LOGIN)).toBe(0);
  });
});

describe('an invitation that was killed', () => {
  it.each([true, false])('is sent once (Okta asked: %s)', async (asked) => {
    await start({ way: 'reset' });
    if (asked) await world.lifecycle(LOGIN, 'activate?sendEmail=true');
    await killedAfter([begun('invite')]);
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect(asks('activate')).toBe(1);
    expect(world.statusOf(LOGIN)).toBe('PROVISIONED');
  });
});

describe('a link that was sent again when a run was killed', () => {
  it('counts as sent, and comes again only after the days', async () => {
    await start();
    await world.finish();
    world.clock.pass(8 * DAY_MS);
    const earlier = world.journal();
    await killedAfter([...earlier, begun('resend')]);
    await world.finish();
    expect(world.mails(LOGIN)).toBe(1);
    world.clock.pass(8 * DAY_MS);
    await world.finish();
    expect(world.mails(LOGIN)).toBe(2);
  });
});

describe('an end that was killed', () => {
  const off = () => ({ step: 'hook', id: world.hook()?.id, did: 'deactivated' });
  const switchOff = () => world.okta.world.inlineHooks.change(world.hook()?.id ?? '', { status: 'INACTIVE' });

  it('with the hook off and nobody left goes on to delete it', async () => {
    await start();
    world.signedIn(LOGIN);
    await killedAfter([off()]);
    switchOff();
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect(world.hook()).toBeUndefined();
  });

  it('with the hook off and somebody there meanwhile gives it back', async () => {
    await start({}, 'two@corp.invalid');
    await killedAfter([off()]);
    switchOff();
    expect(await world.finish()).toMatchObject({ code: 3 });
    expect(world.hook()?.status).toBe('ACTIVE');
  });

  it('with the hook deleted and not written down says when at the latest it went', async () => {
    await start();
    world.signedIn(LOGIN);
    const id = world.hook()?.id;
    await killedAfter([off()]);
    switchOff();
    world.okta.world.inlineHooks.delete(id ?? '');
    const { code, out } = await world.finish();
    expect(code).toBe(0);
    expect(out).toContain(`${id}, deleted`);
    expect(JSON.parse(await world.read('users.final.json'))).toMatchObject({
      hook: { state: 'deleted', id },
    });
  });

  it('by Ctrl-C while Okta is asked once more gives the hook back', async () => {
    await start();
    world.signedIn(LOGIN);
    const stop = new AbortController();
    const { inlineHooks } = world.okta.world;
    const change = inlineHooks.change.bind(inlineHooks);
    inlineHooks.change = (id, changes) => {
      if (changes.status === 'INACTIVE') setTimeout(() => stop.abort(), 0);
      return change(id, changes);
    };
    const { code, err } = await world.finish(['--yes'], { signal: stop.signal });
    expect(code).toBe(1);
    expect(err).toContain('stopped');
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(await world.finish()).toMatchObject({ code: 0 });
  });
});
