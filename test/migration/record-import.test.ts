import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PasswordImport } from '../../lambda/migration/read-event.ts';
import { createRecordImport, type RecordImport } from '../../lambda/migration/record-import.ts';
import {
  FAILURES_COUNTED,
  oktaIdItem,
  oktaIdKey,
  type WritableCredential,
} from '../../lambda/passwords/credentials/record.ts';
import { deliveriesOf, passwordImports } from '../arbitraries/password-imports.ts';
import { NEVER } from '../passwords/world.ts';
import { DAY_MS, openTable, STORED } from './world.ts';

const HOLDING_MS = 14 * DAY_MS;
const LOGIN = 'ana.silva@example.com';
const T = Date.UTC(2026, 10, 20);

let world: Awaited<ReturnType<typeof openTable>>;
let record: RecordImport;
beforeAll(async () => {
  world = await openTable();
  record = createRecordImport({ ...world.table, holdingMs: HOLDING_MS });
});
beforeEach(() => world.empty());
afterAll(() => world.close());

let events = 0;
const event = (succeeded: boolean, at: number, change: Partial<PasswordImport> = {}): PasswordImport => ({
  uuid: `event-${events++}`,
  at,
  succeeded,
  userId: '00u1',
  login: LOGIN,
  ...change,
});
const recordAll = async (all: readonly PasswordImport[]) => {
  const answers: boolean[] = [];
  for (const one of all) answers.push(await record(one, NEVER));
  return answers;
};

/** What the events of one person mean, whatever their order. */
function meaningOf(all: readonly PasswordImport[]) {
  const latest = (succeeded: boolean) =>
    Math.max(...all.filter((one) => one.succeeded === succeeded).map(({ at }) => at));
  const [migratedAt, lastFailureAt] = [latest(true), latest(false)];
  return {
    state: migratedAt > 0 ? 'migrated' : 'waiting',
    login: all[0]?.login,
    oktaId: all[0]?.userId,
    failures: all.filter(({ succeeded }) => !succeeded).length,
    ...(lastFailureAt > 0 && { lastFailureAt }),
    ...(migratedAt > 0 && { migratedAt, deleteAfter: migratedAt + HOLDING_MS }),
  };
}

describe('events about first sign-ins', () => {
  it('mean the same in every order, together or one by one, and however often they are delivered', async () => {
    const cases = passwordImports.chain((all) => fc.tuple(fc.constant(all), deliveriesOf(all), fc.boolean()));
    await fc.assert(
      fc.asyncProperty(cases, async ([happened, delivered, together]) => {
        await world.empty();
        if (together) await Promise.all(delivered.map((one) => record(one, NEVER)));
        else await recordAll(delivered);
        for (const login of new Set(happened.map((one) => one.login ?? ''))) {
          const own = happened.filter((one) => one.login === login);
          expect(await world.read(login)).toEqual(meaningOf(own));
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['a success', true],
    ['a failure', false],
  ])('leave the hash and all that is known of the person alone: %s', async (_, succeeded) => {
    const known = { stored: STORED, oktaId: '00u1', wave: 'two', createdAt: 5 };
    await world.put(LOGIN, { ...known, state: 'waiting' });
    await record(event(succeeded, T), NEVER);
    expect(await world.read(LOGIN)).toMatchObject(known);
  });

  it('find the person by the id of Okta after a change of login', async () => {
    await world.put(LOGIN, { stored: STORED, state: 'waiting', oktaId: '00u1' });
    await world.putItem({ ...oktaIdKey('00u1'), ...oktaIdItem(LOGIN) });
    await record(event(true, T, { login: 'ana.souza@example.com' }), NEVER);
    expect(await world.read(LOGIN)).toMatchObject({ state: 'migrated', migratedAt: T });
    expect(await world.read('ana.souza@example.com')).toBeUndefined();
  });

  it('find the person by a login in other case and other letters', async () => {
    await world.put('jose@example.com', { stored: STORED, state: 'waiting' });
    await record(event(true, T, { login: 'JOSÉ@Example.com' }), NEVER);
    expect(await world.read('jose@example.com')).toMatchObject({ state: 'migrated', stored: STORED });
  });

  it('are kept for people whom the table does not know yet', async () => {
    await record(event(false, T), NEVER);
    expect(await world.read(LOGIN)).toEqual({
      state: 'waiting',
      login: LOGIN,
      oktaId: '00u1',
      failures: 1,
      lastFailureAt: T,
    });
  });

  it('about nobody write nothing', async () => {
    expect(await record(event(true, T, { login: undefined }), NEVER)).toBe(false);
    expect(await world.all()).toEqual([]);
  });

  it('that fail over and over fill no record, and the latest still counts', async () => {
    for (let n = 0; n < FAILURES_COUNTED + 3; n += 1) await record(event(false, T + n), NEVER);
    expect(await world.read(LOGIN)).toMatchObject({
      failures: FAILURES_COUNTED,
      lastFailureAt: T + FAILURES_COUNTED + 2,
    });
  });
});

describe('events about somebody else', () => {
  const PLAIN = 'soren@example.com';
  const known = { stored: STORED, state: 'waiting', wave: 'two', createdAt: 5 } as const;

  it.each<[string, Partial<WritableCredential>, string]>([
    ['whose login only looks alike, while nobody knows the id', { login: PLAIN }, 'søren@example.com'],
    ['whose login only looks alike', { login: PLAIN, oktaId: '00u1' }, 'søren@example.com'],
    ['to whom the login has passed', { login: PLAIN, oktaId: '00u1' }, PLAIN],
    ['to whom the login of a record without one has passed', { oktaId: '00u1' }, PLAIN],
  ])('%s, change nothing and are of no use', async (_, own, login) => {
    await world.put(PLAIN, { ...known, ...own });
    for (const succeeded of [true, false]) {
      expect(await record(event(succeeded, T, { userId: '00u2', login }), NEVER)).toBe(false);
    }
    expect(await world.read(PLAIN)).toEqual({ ...known, ...own, failures: 0 });
  });

  it('to whose id a record leads that has passed to another id change nothing', async () => {
    await world.put(PLAIN, { ...known, login: PLAIN, oktaId: '00u2' });
    await world.putItem({ ...oktaIdKey('00u1'), ...oktaIdItem(PLAIN) });
    expect(await record(event(true, T, { login: PLAIN }), NEVER)).toBe(false);
    expect(await world.read(PLAIN)).toEqual({ ...known, login: PLAIN, oktaId: '00u2', failures: 0 });
  });

  it('whose login looks alike leave no trace in a record, in every order, together or one by one', async () => {
    const LOGINS = [PLAIN, 'søren@example.com', 'søren@Example.com'];
    const cases = passwordImports.chain((all) => {
      const named = all.map((one) => ({ ...one, login: LOGINS[Number(one.userId.at(-1))] }));
      return fc.tuple(fc.constant(named), deliveriesOf(named), fc.boolean());
    });
    await fc.assert(
      fc.asyncProperty(cases, async ([happened, delivered, together]) => {
        await world.empty();
        await world.put(PLAIN, { ...known, login: PLAIN });
        const answers = together
          ? await Promise.all(delivered.map((one) => record(one, NEVER)))
          : await recordAll(delivered);
        expect(answers).toEqual(delivered.map(({ login }) => login === PLAIN));
        const own = happened.filter(({ login }) => login === PLAIN);
        const meaning = own.length > 0 ? meaningOf(own) : { login: PLAIN, failures: 0 };
        expect(await world.read(PLAIN)).toEqual({ ...known, ...meaning });
      }),
      { numRuns: 40 },
    );
  });
});
