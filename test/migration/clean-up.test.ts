import { type DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCredentialWriter } from '../../cli/credentials/table.ts';
import { cleanUp } from '../../lambda/migration/clean-up.ts';
import { createRecordImport, type RecordImport } from '../../lambda/migration/record-import.ts';
import type { WritableCredential } from '../../lambda/passwords/credentials/record.ts';
import { NEVER } from '../passwords/world.ts';
import { DAY_MS, openTable, STORED } from './world.ts';

const NOW = Date.UTC(2026, 10, 20);
const LOGIN = 'ana.silva@example.com';
const due: WritableCredential = {
  stored: STORED,
  state: 'migrated',
  migratedAt: NOW - 20 * DAY_MS,
  deleteAfter: NOW,
};

let world: Awaited<ReturnType<typeof openTable>>;
let record: RecordImport;
beforeAll(async () => {
  world = await openTable();
  record = createRecordImport({ ...world.table, holdingMs: 14 * DAY_MS });
});
beforeEach(() => world.empty());
afterAll(() => world.close());

const TIMES = { now: NOW, holdingMs: 14 * DAY_MS };
const run = (signal: AbortSignal = NEVER) => cleanUp(world.table, { ...TIMES, signal });
const event = (succeeded: boolean, at: number) => ({
  uuid: `e${at}`,
  at,
  succeeded,
  userId: '00u1',
  login: LOGIN,
});

/** The same table, where something happens right before each command of one kind, or it never happens. */
function interrupted(command: typeof ScanCommand | typeof UpdateItemCommand, before: () => Promise<void>) {
  const send = async (sent: unknown, options: { readonly abortSignal: AbortSignal }) => {
    if (sent instanceof command) await before();
    return world.table.client.send(sent as ScanCommand, options);
  };
  const client = Object.create(world.table.client, { send: { value: send } }) as DynamoDBClient;
  return { ...world.table, client };
}

describe('the clean-up', () => {
  it('deletes a hash whose time is over, with all that belongs to it, and keeps the record', async () => {
    await world.put(LOGIN, { ...due, oktaId: '00u1', wave: 'one' });
    expect(await run()).toEqual({ deleted: 1, kept: 0, finished: true });
    const { stored: _, ...rest } = due;
    const left = { ...rest, oktaId: '00u1', wave: 'one', failures: 0, hashDeletedAt: NOW };
    expect(await world.read(LOGIN)).toEqual(left);
    expect(await run()).toEqual({ deleted: 0, kept: 0, finished: true });
    expect(await world.read(LOGIN)).toEqual(left);
  });

  it.each<[string, Partial<WritableCredential>, number]>([
    ['is not over yet', { deleteAfter: NOW + 1 }, 0],
    ['is over, and who failed to sign in since', { lastFailureAt: NOW - 19 * DAY_MS }, 1],
    ['is over, and whom the programme has created once more since', { createdAt: NOW - 19 * DAY_MS }, 0],
    ['is over, and who is not migrated', { state: 'waiting' }, 0],
    ['is over, and who is disabled', { state: 'disabled' }, 0],
  ])('keeps the hash of a person whose time %s', async (_, change, kept) => {
    await world.put(LOGIN, { ...due, ...change });
    expect(await run()).toEqual({ deleted: 0, kept, finished: true });
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED });
  });

  it('deletes nothing without a success: not of people who wait, nor of short names and counters', async () => {
    await world.put(LOGIN, { stored: STORED, state: 'waiting' });
    await world.putItem({ pk: { S: 'throttle#x' }, expiresAt: { N: '1' } });
    const before = await world.all();
    expect(await run()).toMatchObject({ deleted: 0 });
    expect(await world.all()).toEqual(before);
  });

  const LINKED = { stored: STORED, state: 'waiting', endedAt: NOW - 14 * DAY_MS } as const;

  it.each<[string, Partial<WritableCredential>]>([
    ['', {}],
    [' and failed to sign in before', { lastFailureAt: LINKED.endedAt }],
    [
      ' after a success that Okta took back',
      { ...due, lastFailureAt: NOW - 19 * DAY_MS, endedAt: NOW - 14 * DAY_MS },
    ],
    [' and was created before', { createdAt: LINKED.endedAt - 1 }],
  ])('deletes the hash of somebody who was given a link%s, the holding time later', async (_, change) => {
    await world.put(LOGIN, { ...LINKED, ...change });
    expect(await cleanUp(world.table, { ...TIMES, now: NOW - 1, signal: NEVER })).toMatchObject({
      deleted: 0,
    });
    expect(await run()).toEqual({ deleted: 1, kept: 0, finished: true });
    const { stored, hashDeletedAt, endedAt } = (await world.read(LOGIN)) ?? {};
    expect({ stored, hashDeletedAt, endedAt }).toEqual({ hashDeletedAt: NOW, endedAt: LINKED.endedAt });
  });

  it.each<[string, Partial<WritableCredential>, number]>([
    ['whose holding time since the link is not over', { endedAt: LINKED.endedAt + 1 }, 0],
    ['who asked the hook in vain after the link', { lastFailureAt: LINKED.endedAt + 1 }, 1],
    ['who was created once more after the link', { createdAt: LINKED.endedAt + 1 }, 0],
    [
      'who was let in by the hook after the link, not long ago',
      { ...due, migratedAt: NOW - DAY_MS, deleteAfter: NOW + 13 * DAY_MS },
      0,
    ],
  ])('keeps the hash of somebody %s', async (_, change, kept) => {
    await world.put(LOGIN, { ...LINKED, ...change });
    expect(await run()).toEqual({ deleted: 0, kept, finished: true });
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED });
  });

  it('loses against a failure of somebody with a link that arrives at that moment', async () => {
    await world.put(LOGIN, LINKED);
    const table = interrupted(UpdateItemCommand, () =>
      record(event(false, NOW - DAY_MS), NEVER).then(() => {}),
    );
    expect(await cleanUp(table, { ...TIMES, signal: NEVER })).toEqual({
      deleted: 0,
      kept: 1,
      finished: true,
    });
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED });
  });

  it.each([
    ['while the link stands', {}, 'ended before'],
    ['once a sign-in has failed since', { lastFailureAt: NOW }, 'updated'],
    ['once they were created again', { createdAt: NOW }, 'updated'],
  ])('is not undone by a load for somebody with a link, or only %s: %s', async (_, change, outcome) => {
    const { stored: _hash, ...record } = { ...LINKED, ...change };
    await world.put(LOGIN, record);
    const writer = createCredentialWriter(world.table);
    expect(await writer.keep(LOGIN, { stored: STORED, state: 'waiting' }, NEVER)).toBe(outcome);
    expect((await world.read(LOGIN))?.stored).toEqual(outcome === 'updated' ? STORED : undefined);
    expect(await run()).toEqual({
      deleted: 0,
      kept: outcome === 'updated' && 'lastFailureAt' in change ? 1 : 0,
      finished: true,
    });
  });

  it('deletes after a failure that came before the success', async () => {
    await world.put(LOGIN, { stored: STORED, state: 'waiting' });
    await record(event(true, NOW - 15 * DAY_MS), NEVER);
    await record(event(false, NOW - 16 * DAY_MS), NEVER);
    expect(await run()).toMatchObject({ deleted: 1 });
  });

  it.each([
    ['failure', event(false, NOW - DAY_MS)],
    ['second success', event(true, NOW - DAY_MS)],
  ])('loses against a %s that arrives between its look and its deletion', async (_, arriving) => {
    await world.put(LOGIN, due);
    let arrived = 0;
    const table = interrupted(UpdateItemCommand, async () => {
      arrived += 1;
      await record(arriving, NEVER);
    });
    expect(await cleanUp(table, { ...TIMES, signal: NEVER })).toEqual({
      deleted: 0,
      kept: 1,
      finished: true,
    });
    expect(arrived).toBe(1);
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED });
  });

  it('and a load at the same time never leave a hash behind that nobody deletes', async () => {
    const writer = createCredentialWriter(world.table);
    await world.put(LOGIN, due);
    const table = interrupted(UpdateItemCommand, async () => {
      expect(await writer.keep(LOGIN, { stored: STORED, state: 'waiting' }, NEVER)).toBe('migrated before');
    });
    expect(await cleanUp(table, { ...TIMES, signal: NEVER })).toMatchObject({ deleted: 1 });
    expect(await writer.keep(LOGIN, { stored: STORED, state: 'waiting' }, NEVER)).toBe('migrated before');
    expect((await world.read(LOGIN))?.stored).toBeUndefined();
  });

  it.each([
    ['has failed to sign in since', { lastFailureAt: NOW - DAY_MS }],
    ['was created once more since', { createdAt: NOW - DAY_MS }],
  ])('leaves the hash to a load of somebody who %s: it waits for a new success', async (_, change) => {
    const { stored: _hash, ...record } = { ...due, hashDeletedAt: NOW - 5 * DAY_MS, ...change };
    await world.put(LOGIN, record);
    const writer = createCredentialWriter(world.table);
    expect(await writer.keep(LOGIN, { stored: STORED, state: 'waiting' }, NEVER)).toBe('updated');
    expect(await run()).toEqual({ deleted: 0, kept: 0, finished: true });
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED, state: 'waiting' });
  });

  it('that is stopped or killed between two deletions goes on in the next run', async () => {
    const logins = Array.from({ length: 60 }, (_, n) => `person${n}@example.com`);
    await Promise.all(logins.map((login) => world.put(login, due)));
    const stop = new AbortController();
    let updates = 0;
    const stopping = interrupted(UpdateItemCommand, async () => {
      updates += 1;
      if (updates === 30) stop.abort();
    });
    const stopped = await cleanUp(stopping, { ...TIMES, signal: stop.signal });
    expect(stopped.finished).toBe(false);
    let more = 0;
    const dying = interrupted(UpdateItemCommand, async () => {
      more += 1;
      if (more > 10) throw new Error('killed');
    });
    await expect(cleanUp(dying, { ...TIMES, signal: NEVER })).rejects.toThrow('killed');
    expect(await run()).toMatchObject({ finished: true });
    for (const login of logins) expect(await world.read(login)).toMatchObject({ hashDeletedAt: NOW });
  });

  it('that is killed between two pages of the table goes on in the next run', async () => {
    const logins = Array.from({ length: 60 }, (_, n) => `person${n}@example.com`);
    const large = { ...due, stored: { hash: 'x'.repeat(40_000), format: 'auto' } };
    await Promise.all(logins.map((login) => world.put(login, large)));
    let pages = 0;
    const dying = interrupted(ScanCommand, async () => {
      pages += 1;
      if (pages === 2) throw new Error('killed');
    });
    await expect(cleanUp(dying, { ...TIMES, signal: NEVER })).rejects.toThrow('killed');
    const left = (await run()).deleted;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(logins.length);
    for (const login of logins) expect(await world.read(login)).toMatchObject({ hashDeletedAt: NOW });
  });

  it('does nothing when there is no time left', async () => {
    await world.put(LOGIN, due);
    expect(await run(AbortSignal.abort())).toEqual({ deleted: 0, kept: 0, finished: false });
    expect(await world.read(LOGIN)).toMatchObject({ stored: STORED });
  });
});
