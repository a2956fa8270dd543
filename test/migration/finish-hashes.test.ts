import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { cleanUp } from '../../lambda/migration/clean-up.ts';
import { createRecordImport } from '../../lambda/migration/record-import.ts';
import {
  credentialItem,
  credentialKey,
  type WritableCredential,
} from '../../lambda/passwords/credentials/record.ts';
import { NEVER } from '../passwords/world.ts';
import { planned } from './create-world.ts';
import { forgetEnd, keepHash, recordOf, withUpdates } from './finish-table.ts';
import { type FinishWorld, leaveJournal, startFinishWorld } from './finish-world.ts';
import { DAY_MS, STORED } from './world.ts';

const HOLDING_MS = 14 * DAY_MS;
const login = (row: number) => `person${row}@corp.example.com`;
const person = (row: number, changes: Partial<PlannedPerson> = {}): PlannedPerson => {
  const profile = { login: login(row), email: login(row), firstName: 'P', lastName: 'Doe' };
  return planned(row, { profile, ...changes });
};

let world: FinishWorld;
afterEach(() => world.close());

/** Everybody has a hash in the table. */
async function start(...people: readonly PlannedPerson[]): Promise<void> {
  world = await startFinishWorld(people);
  for (const { row } of people) await keepHash(world, login(row));
}

const endsOf = (...rows: readonly number[]) =>
  Promise.all(rows.map(async (row) => (await recordOf(world, login(row)))?.endedAt));
const journalled = () => world.journal().filter(({ step }) => step === 'hash');

/** Whose hash the clean-up of a moment leaves. */
async function heldAfter(now: number, ...rows: readonly number[]): Promise<readonly number[]> {
  await cleanUp(world.table, { now, holdingMs: HOLDING_MS, signal: NEVER });
  const held = await Promise.all(
    rows.map(async (row) => ((await recordOf(world, login(row)))?.stored ? [row] : [])),
  );
  return held.flat();
}

describe('the legacy hashes of people with a link', () => {
  it('are deleted the holding time after it and not before, and nobody else’s are', async () => {
    await start(person(2), person(3, { way: 'reset' }), person(4), person(5, { wave: 'late' }));
    world.signedIn(login(4));
    const { code, out } = await world.finish(['--yes', '--wave', '1']);
    expect(code).toBe(3);
    expect(out).toContain('2 legacy hashes of people with a link are left to the daily clean-up');
    const ended = await endsOf(2, 3, 4, 5);
    expect(ended).toEqual([expect.any(Number), expect.any(Number), undefined, undefined]);
    const times = ended.flatMap((at) => at ?? []);
    expect(await heldAfter(Math.min(...times) + HOLDING_MS - 1, 2, 3, 4, 5)).toEqual([2, 3, 4, 5]);
    expect(await heldAfter(Math.max(...times) + HOLDING_MS, 2, 3, 4, 5)).toEqual([4, 5]);
    expect(await heldAfter(Math.max(...times) + 1000 * DAY_MS, 2, 3, 4, 5)).toEqual([4, 5]);
  });

  it('are told of by a dry run, of who would get a link and of who has one, and stay as they are', async () => {
    await start(person(2), person(3), person(4, { wave: 'late' }));
    await world.finish(['--yes', '--wave', 'late']);
    await forgetEnd(world, login(4));
    const before = await world.items();
    const { out } = await world.finish([]);
    expect(out).toContain('--yes leaves 3 legacy hashes of people with a link to the daily clean-up');
    const { hashes } = JSON.parse((await world.finish(['--json'])).out);
    expect(hashes).toEqual({ table: world.table.table, ended: 0, open: 3 });
    expect(await world.items()).toEqual(before);
  });

  it('are counted on the sheet apart from those that nothing has ended', async () => {
    await start(person(2), person(3));
    world.signedIn(login(3));
    const { out } = await world.finish();
    expect(out).toContain('2 legacy hashes are in the table');
    expect(out).toContain('1 go by themselves when the holding time since their link is over');
    expect(out).toContain('1 have no date');
    expect(JSON.parse(await world.read('users.final.json')).hashes).toMatchObject({
      held: 2,
      due: 0,
      linked: 1,
    });
  });

  it('of who is deactivated or suspended stay as they are', async () => {
    await start(person(2), person(3));
    for (const row of [2, 3]) await world.lifecycle(login(row), 'suspend');
    await world.finish(['--yes', '--suspended', 'deactivate', '--limit', '1']);
    const statuses = [2, 3].map((row) => world.statusOf(login(row))).sort();
    expect(statuses).toEqual(['DEPROVISIONED', 'SUSPENDED']);
    expect([await endsOf(2, 3), journalled()]).toEqual([[undefined, undefined], []]);
  });

  it('of who was reset by somebody else stay as they are, until there is a link from here', async () => {
    await start(person(2));
    await world.lifecycle(login(2), 'reset_password?sendEmail=true');
    await world.finish();
    expect(await endsOf(2)).toEqual([undefined]);
    world.clock.pass(8 * DAY_MS);
    await world.finish();
    expect(await endsOf(2)).toEqual([expect.any(Number)]);
  });

  it('in a record that is another person’s, by its id or by its login, stay as they are', async () => {
    await start(person(2), person(3, { way: 'reset' }));
    const put = (row: number, change: Partial<WritableCredential>) => {
      const record = credentialItem({ stored: STORED, state: 'waiting', ...change });
      const Item = { ...credentialKey(login(row)), ...record };
      return world.table.client.send(new PutItemCommand({ TableName: world.table.table, Item }));
    };
    await put(2, { oktaId: '00uSomebodyElse', login: login(2) });
    await put(3, { login: login(3).replace('o', 'ø') });
    expect((await world.finish()).code).toBe(0);
    expect(await endsOf(2, 3)).toEqual([undefined, undefined]);
  });

  it('are found by Okta’s id after a change of name', async () => {
    await start(person(2));
    const id = world.idOf(login(2));
    world.okta.world.org.update(id, { login: 'married@corp.example.com' });
    await world.finish();
    expect([world.statusOf('married@corp.example.com'), await endsOf(2)]).toEqual([
      'RECOVERY',
      [expect.any(Number)],
    ]);
  });

  it('keep their time when another link is sent, and are left to the clean-up once', async () => {
    await start(person(2));
    await world.finish();
    const first = await endsOf(2);
    world.clock.pass(8 * DAY_MS);
    await world.finish();
    expect(world.mails(login(2))).toBe(2);
    expect([await endsOf(2), journalled().length]).toEqual([first, 1]);
    expect((await world.finish()).out).toContain('nothing was changed');
  });

  it('have Okta’s time, whatever the clock of this machine says', async () => {
    await start(person(2));
    const now = () => world.clock.now() - 365 * DAY_MS;
    await world.finish(['--yes'], { clock: { ...world.clock, now } });
    const [endedAt = 0] = await endsOf(2);
    expect(Math.abs(endedAt - world.clock.now())).toBeLessThan(DAY_MS);
  });

  it('of who came in by the hook at the last moment have the holding time, also when the event comes late', async () => {
    await start(person(2));
    world.clock.pass(50 * DAY_MS);
    const [header] = (await world.read('users.created.ndjson')).split('\n');
    const at = world.clock.now();
    const userId = world.idOf(login(2));
    const begun = { step: 'begun', id: userId, action: 'reset', by: 'mail', at };
    await leaveJournal(world, `${header}\n${JSON.stringify(begun)}\n`);
    world.signedIn(login(2));
    await world.finish();
    expect(await endsOf(2)).toEqual([at]);
    const record = createRecordImport({ ...world.table, holdingMs: HOLDING_MS });
    await record({ uuid: 'e1', at: at + 1, succeeded: true, userId, login: login(2) }, NEVER);
    expect(await heldAfter(at + HOLDING_MS, 2)).toEqual([2]);
    expect(await heldAfter(at + HOLDING_MS + 1, 2)).toEqual([]);
  });
});

describe('leaving hashes to the clean-up, cut short', () => {
  const ROWS = Array.from({ length: 30 }, (_, index) => index + 2);

  it.each([0, 7, 26])('after %d of 30 writes is told of, and the next run does the rest', async (count) => {
    await start(...ROWS.map((row) => person(row)));
    const { code, out } = await withUpdates(world, count, () => world.finish());
    expect(code).toBe(3);
    expect(out).toContain(`${30 - count} legacy hashes of people with a link could not be left`);
    expect(out).toContain('these credentials may not use the table; then the same command goes on');
    expect((await endsOf(...ROWS)).filter((at) => at !== undefined)).toHaveLength(count);
    expect((await world.finish()).code).toBe(0);
    expect(await endsOf(...ROWS)).toEqual(ROWS.map(() => expect.any(Number)));
    expect(ROWS.map((row) => world.mails(login(row)))).toEqual(ROWS.map(() => 1));
    expect(new Set(journalled().map(({ id }) => id)).size).toBe(ROWS.length);
  });

  it('between its line in the journal and the table writes what the journal says', async () => {
    await start(person(2));
    await withUpdates(world, 0, () => world.finish());
    const [line] = journalled();
    expect(await endsOf(2)).toEqual([undefined]);
    expect((await world.finish()).code).toBe(0);
    expect(await endsOf(2)).toEqual([line?.['endedAt']]);
  });

  it('by a table that cannot be read says what to do before anybody is reset', async () => {
    await start(person(2));
    const file = path.join(world.folder, 'outputs.json');
    const outputs = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...outputs, CredentialTableName: 'no-such-table' }));
    const { code, err } = await world.finish();
    expect([code, err]).toEqual([1, expect.stringContaining('check --outputs and the AWS region')]);
    expect(world.writes()).toEqual([]);
  });
});
