import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, leaveJournal, startFinishWorld } from './finish-world.ts';

let world: FinishWorld;
afterEach(() => world.close());

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const login = (row: number) => `person${row}@corp.example.com`;
const person = (row: number, email = login(row)): PlannedPerson =>
  planned(row, { profile: { login: login(row), email, firstName: 'P', lastName: 'Doe' } });
const NO_MAIL = 'nobody@corp.invalid';

/** From now on Okta's lists leave these people out, and its answers for ids do not. */
function unlist(...rows: readonly number[]): void {
  const { org } = world.okta.world;
  const ids = new Set(rows.map((row) => world.idOf(login(row))));
  const numbered = org.numbered.bind(org);
  org.numbered = function* (from) {
    for (const one of numbered(from)) if (!ids.has(one[1].id)) yield one;
  };
}

function remove(row: number): void {
  const { org, accounts } = world.okta.world;
  const id = world.idOf(login(row));
  org.transition(id, 'deactivate');
  org.delete(id);
  accounts.close(id);
}

describe('an org without most of the plan', () => {
  it.each([[['--yes']], [[]], [['--yes', '--unknown', 'reset', '--leave-uncreated']]])(
    'is taken for another one, and nothing is done: %j',
    async (options) => {
      world = await startFinishWorld([2, 3, 4].map((row) => person(row)));
      world.clock.pass(DAY_MS);
      unlist(2, 4);
      const { code, out, err } = await world.finish(options);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(
        "most of the plan is missing: 2 of the 3 people who were created are not in Okta's list",
      );
      expect(err).toContain('another org, or a list that lags?');
      expect(err).toContain(world.okta.baseUrl);
      expect(world.writes()).toEqual([]);
      expect(world.hook()?.status).toBe('ACTIVE');
    },
  );

  it('ends nothing that a stopped run has begun in the right one', async () => {
    world = await startFinishWorld([2, 3, 4].map((row) => person(row)));
    const [header] = (await world.read('users.created.ndjson')).split('\n');
    const at = world.clock.now();
    const begun = { step: 'begun', id: world.idOf(login(2)), at, action: 'reset', by: 'mail' };
    const journal = `${header}\n${JSON.stringify(begun)}\n`;
    await leaveJournal(world, journal);
    unlist(2, 3);
    expect(await world.finish()).toMatchObject({ code: 1 });
    expect(await world.read('users.finished.ndjson')).toBe(journal);
  });

  it('is the right one for who knows that they were deleted', async () => {
    world = await startFinishWorld([2, 3].map((row) => person(row)));
    world.clock.pass(DAY_MS);
    remove(2);
    remove(3);
    expect(await world.finish()).toMatchObject({ code: 1 });
    const { code, out } = await world.finish(['--yes', '--accept-missing']);
    expect([code, world.hook()]).toEqual([0, undefined]);
    expect(out).toContain('The programme has ended.');
  });

  it('is so, too, where no journal says that anybody was created', async () => {
    world = await startFinishWorld([person(2)]);
    await rm(path.join(world.folder, 'users.created.ndjson'));
    const { code, err } = await world.finish(['--yes', '--leave-uncreated', '--unknown', 'reset']);
    expect([code, err]).toEqual([1, expect.stringContaining('the journal has nobody of the plan')]);
    expect(world.writes()).toEqual([]);
  });

  it('asks for nobody by id who is in the list, and for the others once', async () => {
    world = await startFinishWorld([2, 3, 4].map((row) => person(row)));
    world.clock.pass(DAY_MS);
    for (const row of [2, 3]) world.signedIn(login(row));
    remove(4);
    const before = world.asked.length;
    expect(await world.finish()).toMatchObject({ code: 0 });
    const single = world.asked.slice(before).filter((line) => line.endsWith('GET /api/v1/users/{id}'));
    expect(single).toEqual(['404 GET /api/v1/users/{id}']);
  });
});

describe('a list that lags', () => {
  it('hides nobody: who is there all the same keeps the hook', async () => {
    world = await startFinishWorld([person(2), person(3), person(4, NO_MAIL)]);
    for (const row of [2, 3]) world.signedIn(login(row));
    world.clock.pass(DAY_MS);
    unlist(4);
    const { code, out } = await world.finish();
    expect(code).toBe(3);
    expect(out).toContain('1 person left, so the password hook stays');
    expect(world.hook()?.status).toBe('ACTIVE');
  });

  it('keeps nobody from the link they need', async () => {
    world = await startFinishWorld([person(2), person(3), person(4)]);
    for (const row of [2, 3]) world.signedIn(login(row));
    world.clock.pass(DAY_MS);
    unlist(4);
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect([world.mails(login(4)), world.hook()]).toEqual([1, undefined]);
  });

  it('never ends a programme minutes after people were created, also when Okta denies the id', async () => {
    world = await startFinishWorld([person(2), person(3), person(4)]);
    for (const row of [2, 3]) world.signedIn(login(row));
    remove(4);
    const { code, out } = await world.finish();
    expect(code).toBe(3);
    expect(out).toContain('1 person of the plan was created not long ago, and Okta does not show them yet');
    expect(out).toContain('1 left on IMPORT for the password hook. The programme has not ended.');
    expect(world.hook()?.status).toBe('ACTIVE');
    expect(JSON.parse((await world.finish(['--json'])).out)).toMatchObject({
      left: 0,
      unlisted: 1,
      sheet: { ended: false, left: { 'never seen': 1 } },
    });
    world.clock.pass(15 * MINUTE_MS);
    expect(await world.finish()).toMatchObject({ code: 0 });
    expect(world.hook()).toBeUndefined();
  });
});
