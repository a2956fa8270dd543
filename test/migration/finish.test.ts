import { statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { OrgRefusal } from '../../rehearsal/org/refusal.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, startFinishWorld } from './finish-world.ts';

let world: FinishWorld;
afterEach(() => world.close());

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const login = (row: number) => `person${row}@corp.example.com`;
const person = (row: number, changes: Partial<PlannedPerson> = {}, email = login(row)): PlannedPerson =>
  planned(row, {
    profile: { login: login(row), email, firstName: 'P', lastName: 'Doe' },
    ...changes,
  });
const start = async (...people: readonly PlannedPerson[]) => {
  world = await startFinishWorld(people, { groups: ['Sales'] });
};
const RESET = 'POST /api/v1/users/{id}/lifecycle/reset_password';

describe('without --yes', () => {
  it('shows who would get what and who is left by group, and writes nothing anywhere', async () => {
    await start(person(2, { groups: ['Sales'] }), person(3, { way: 'reset' }), person(4));
    world.signedIn(login(4));
    const { code, out, err } = await world.finish([]);
    expect({ code, err }).toEqual({ code: 3, err: '' });
    expect(out).toContain('2 people, 2 mails, within the hour');
    expect(out).toContain('2 people left, so the password hook stays');
    expect(out).toMatch(/By group: .*Sales 1/);
    expect(out).toContain('Nothing was done: --yes does it.');
    expect(world.writes()).toEqual([]);
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(() => world.journal()).toThrow('ENOENT');
    expect(() => statSync(path.join(world.folder, 'users.final.json'))).toThrow('ENOENT');
    expect(out).not.toContain('@');
  });
});

describe('the end of a programme', () => {
  it('resets, invites, deletes the hook, and says so in a sheet with nobody left', async () => {
    await start(person(2), person(3, { way: 'reset' }), person(4));
    world.signedIn(login(4));
    const id = world.hook()?.id;
    const { code, out } = await world.finish(['--yes', '--report', 'final.html']);
    expect(out).toContain('0 left on IMPORT for the password hook. The programme has ended.');
    expect(code).toBe(0);
    expect([world.statusOf(login(2)), world.statusOf(login(3))]).toEqual(['RECOVERY', 'PROVISIONED']);
    expect(world.mails(login(2))).toBe(1);
    expect(world.mails(login(4))).toBe(0);
    expect(world.hook()).toBeUndefined();
    const sheet = JSON.parse(await world.read('users.final.json'));
    expect(sheet).toMatchObject({
      ended: true,
      hook: { state: 'deleted', id },
      onImport: { left: 0 },
      endings: { 'signed in': { hook: 1 }, 'has a link': { hook: 1, reset: 1 } },
    });
    expect(await world.read('final.html')).toContain('0 left on IMPORT');
    expect(statSync(path.join(world.folder, 'users.finished.ndjson')).mode & 0o777).toBe(0o600);
  });

  it('is said again by a second run, which changes nothing', async () => {
    await start(person(2));
    await world.finish();
    const before = [world.writes().length, await world.read('users.final.json')];
    const { code, out } = await world.finish();
    expect(code).toBe(0);
    expect(out).toContain('The programme had ended before: nothing was changed.');
    expect([world.writes().length, await world.read('users.final.json')]).toEqual(before);
    expect(await world.finish([])).toMatchObject({ code: 0 });
  });

  it('takes those for migrated who chose a new password by their link', async () => {
    await start(person(2));
    await world.finish(['--yes', '--keep-hook']);
    world.signedIn(login(2));
    world.okta.world.org.transition(world.idOf(login(2)), 'set_password');
    const { out, code } = await world.finish(['--yes', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).sheet.endings['new password']).toEqual({ hash: 0, hook: 1, reset: 0 });
  });

  it('with --keep-hook leaves the hook as it is', async () => {
    await start(person(2));
    expect(await world.finish(['--yes', '--keep-hook'])).toMatchObject({ code: 0 });
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(world.writes().some((line) => line.includes('inlineHooks'))).toBe(false);
  });

  it('does not come while people of the plan were not created, unless they may stay so', async () => {
    world = await startFinishWorld([person(2), person(3)], { createArgs: ['--limit', '1'] });
    const { code, out } = await world.finish();
    expect(code).toBe(3);
    expect(out).toContain('1 person of the plan waits for migrate create');
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(await world.finish(['--yes', '--leave-uncreated'])).toMatchObject({ code: 0 });
    expect(world.hook()).toBeUndefined();
  });

  it('is refused with a plan that people were not created by, and nothing is done', async () => {
    await start(person(2));
    await world.plan([person(2), person(3)]);
    const { code, err } = await world.finish();
    expect(code).toBe(1);
    expect(err).toContain('belongs to another plan');
    expect(world.writes()).toEqual([]);
  });
});

describe('the hook stays', () => {
  it('while somebody is left whom --limit or --wave leaves out', async () => {
    await start(person(2), person(3, { wave: '2' }), person(4, { wave: '2' }));
    expect(await world.finish(['--yes', '--wave', '2', '--limit', '1'])).toMatchObject({ code: 3 });
    expect([2, 3, 4].map((row) => world.mails(login(row)))).toEqual([0, 1, 0]);
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(world.writes()).toEqual([`200 ${RESET}`]);
  });

  it('while --way invites those only who have no password', async () => {
    await start(person(2), person(3, { way: 'reset' }), person(4, { way: 'reset', wave: '2' }));
    expect(await world.finish(['--yes', '--way', 'reset', '--wave', '2'])).toMatchObject({ code: 3 });
    expect([2, 3, 4].map((row) => world.statusOf(login(row)))).toEqual(['ACTIVE', 'STAGED', 'PROVISIONED']);
    const { out } = await world.finish(['--yes', '--way', 'reset']);
    expect([2, 3].map((row) => world.statusOf(login(row)))).toEqual(['ACTIVE', 'PROVISIONED']);
    // what is left is no matter of this way
    expect(out).toMatch(
      /Next\n {2}npm run hooks -- migrate finish users.plan.ndjson --outputs outputs.json\n$/,
    );
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(await world.finish(['--way', 'all'])).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    ['leave', 3, 'SUSPENDED', 0],
    ['reset', 0, 'RECOVERY', 1],
    ['deactivate', 0, 'DEPROVISIONED', 0],
  ] as const)('for suspended people with --suspended %s or not', async (choice, code, status, mails) => {
    await start(person(2));
    await world.lifecycle(login(2), 'suspend');
    expect(await world.finish(['--yes', '--suspended', choice])).toMatchObject({ code });
    expect(world.statusOf(login(2))).toBe(status);
    expect(world.mails(login(2))).toBe(mails);
    expect(world.hook() === undefined).toBe(code === 0);
  });

  it.each([
    ['leave', 3, 'ACTIVE'],
    ['reset', 0, 'RECOVERY'],
    ['ignore', 0, 'ACTIVE'],
  ] as const)(
    'for people on IMPORT who are in no plan with --unknown %s or not',
    async (choice, code, status) => {
      await start();
      createForHook('stranger@corp.example.com');
      expect(await world.finish(['--yes', '--unknown', choice])).toMatchObject({ code });
      expect(world.statusOf('stranger@corp.example.com')).toBe(status);
      expect(world.hook() === undefined).toBe(code === 0);
    },
  );

  it('and comes back when somebody is created for it after the check and before the end', async () => {
    await start(person(2));
    world.signedIn(login(2));
    appearAtDeactivation();
    const { code, out } = await world.finish(['--yes', '--unknown', 'ignore']);
    expect(code).toBe(3);
    expect(out).toContain('While the hook was off 1 person came who needs it: it is ACTIVE again.');
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(world.writes().some((line) => line.includes('DELETE'))).toBe(false);
  });

  it('while Okta refuses to reset somebody, whose row is said and whose name is not', async () => {
    await start(person(2), person(3));
    const { org } = world.okta.world;
    const transition = org.transition.bind(org);
    const refused = world.idOf(login(3));
    org.transition = (id, step) => {
      if (id === refused) throw new OrgRefusal('E0000038');
      return transition(id, step);
    };
    const { code, out } = await world.finish();
    expect(code).toBe(3);
    expect(out).toContain('Okta refused 1 person (rows 3): in its own words in users.finished.ndjson.');
    expect(world.journal().at(-1)).toMatchObject({
      step: 'failed',
      error: expect.stringContaining('status'),
    });
    expect(world.hook()?.status).toBe('ACTIVE');
    org.transition = transition;
    expect(await world.finish()).toMatchObject({ code: 0 });
  });

  it('when it is the hook of somebody else, which nobody touches', async () => {
    world = await startFinishWorld([person(2)], { hookName: 'another service' });
    world.signedIn(login(2));
    const { code, out } = await world.finish();
    expect(code).toBe(3);
    expect(out).toContain('is not the one of this deployment');
    expect(world.writes()).toEqual([]);
    expect(await world.finish(['--yes', '--keep-hook'])).toMatchObject({ code: 0 });
    expect(world.writes()).toEqual([]);
  });

  function createForHook(name: string): void {
    const { org, accounts } = world.okta.world;
    const { id } = org.create({ login: name, email: name, firstName: 'S', lastName: 'T' });
    accounts.open(id, { kind: 'hook' }, { isActive: true });
  }

  function appearAtDeactivation(): void {
    const { inlineHooks } = world.okta.world;
    const change = inlineHooks.change.bind(inlineHooks);
    inlineHooks.change = (id, changes) => {
      if (changes.status === 'INACTIVE') createForHook('late@corp.example.com');
      return change(id, changes);
    };
  }
});

describe('people whom no mail reaches', () => {
  const nobody = [
    person(2, {}, 'two@corp.invalid'),
    person(3, {}, 'shared@corp.example.com'),
    person(4, { way: 'reset' }, 'Shared@corp.example.com'),
    person(5, {}, 'five@old.example.org'),
  ];
  const NO_MAIL = ['--no-mail-domain', 'old.example.org'];

  it('are left, and nothing is sent', async () => {
    await start(...nobody);
    const { code, out } = await world.finish(['--yes', ...NO_MAIL]);
    expect(code).toBe(3);
    expect(out).toContain('2 with an address that somebody else in the org has too');
    expect(world.writes()).toEqual([]);
    expect(world.hook()?.status).toBe('ACTIVE');
  });

  it('get links in a file that its owner alone reads, and no mails', async () => {
    await start(...nobody);
    const { code, out } = await world.finish(['--yes', ...NO_MAIL, '--links', 'links.csv']);
    expect(code).toBe(0);
    const lines = (await world.read('links.csv')).trimEnd().split('\n');
    expect(lines[0]).toBe('row,login,oktaId,link,madeAt');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(['2', '3', '4', '5']);
    expect(lines[1]).toContain(`${world.okta.baseUrl}/reset_password/`);
    expect(statSync(path.join(world.folder, 'links.csv')).mode & 0o777).toBe(0o600);
    expect([2, 3, 5].map((row) => world.mails(login(row)))).toEqual([0, 0, 0]);
    expect(out).not.toContain('/reset_password/');
    expect(JSON.stringify(world.journal())).not.toContain('http');
  });
});

describe('a link that is not followed', () => {
  it('is sent again after the days and not before, also to who was invited', async () => {
    await start(person(2), person(3, { way: 'reset' }));
    await world.finish();
    world.clock.pass(6.9 * DAY_MS);
    await world.finish();
    expect(world.mails(login(2))).toBe(1);
    world.clock.pass(0.2 * DAY_MS);
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect(world.mails(login(2))).toBe(2);
    expect(world.writes().filter((line) => line.endsWith('/reactivate'))).toHaveLength(1);
    await world.finish();
    expect(world.mails(login(2))).toBe(2);
  });

  it('of somebody else, for other reasons, is none of ours', async () => {
    await start(person(2));
    world.signedIn(login(2));
    await world.lifecycle(login(2), 'reset_password?sendEmail=true');
    world.clock.pass(30 * DAY_MS);
    await world.finish();
    expect(world.mails(login(2))).toBe(1);
  });
});

describe('limits', () => {
  it('of mails hold within every hour, over all runs', async () => {
    await start(...[2, 3, 4, 5, 6].map((row) => person(row)));
    const began = world.clock.now();
    await world.finish(['--yes', '--mails-per-hour', '2', '--limit', '1']);
    const { code, err } = await world.finish(['--yes', '--mails-per-hour', '2']);
    expect(code).toBe(0);
    expect(err).toContain('2 mails went out within an hour: waiting until');
    const times = world.journal().flatMap(({ step, at }) => (step === 'begun' ? [Number(at) - began] : []));
    expect(times).toHaveLength(5);
    for (const at of times)
      expect(times.filter((other) => other > at - HOUR_MS && other <= at).length).toBeLessThanOrEqual(2);
  });

  it('of mails leave time to come: whoever signs in while they are waited for keeps the password', async () => {
    await start(person(2), person(3));
    const sleep: typeof world.clock.sleep = async (milliseconds, signal) => {
      world.signedIn(login(3));
      await world.clock.sleep(milliseconds, signal);
    };
    const clock = { now: world.clock.now, sleep };
    const { code, out } = await world.finish(['--yes', '--mails-per-hour', '1'], { clock });
    expect(out).toContain('Done: 1 person. 1 person came or changed meanwhile');
    expect([code, world.statusOf(login(3)), world.mails(login(3))]).toEqual([0, 'ACTIVE', 0]);
  });

  it('of the API hold everybody up, and nobody is mailed twice or forgotten', async () => {
    const people = Array.from({ length: 9 }, (_, index) => person(index + 2));
    world = await startFinishWorld(people, { rateLimit: 4 });
    expect(await world.finish(['--yes', '--share', '1'])).toMatchObject({ code: 0 });
    expect(people.map(({ row }) => world.mails(login(row)))).toEqual(people.map(() => 1));
  });
});
