import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { ROOT } from '../cli/harness.ts';
import { fc } from '../fuzz.ts';
import { CREATE, type CreateWorld, creations, hashed, planned, startCreateWorld } from './create-world.ts';

const MAIN = path.join(ROOT, 'cli/main.ts');
const POST = 'POST /api/v1/users';
const GROUPS = Array.from({ length: 30 }, (_, index) => `Group ${index}`);
const PEOPLE = 10_000;

/** Everybody is somebody else, and what they are goes with their row. */
function personOf(row: number): PlannedPerson {
  const person = planned(row);
  const groups = row % 100 === 0 ? GROUPS.slice(0, 23) : GROUPS.slice(row % 28, (row % 28) + (row % 3));
  const apps = row % 50 === 0 ? ['Wiki'] : [];
  const rest = { groups, apps };
  if (row % 200 === 7)
    return { ...person, ...rest, profile: { ...person.profile, lastName: 'x'.repeat(60) } };
  if (row % 10 < 3) return hashed(row, rest);
  return { ...person, ...rest, way: row % 10 < 8 ? 'hook' : 'reset' };
}

const isRefused = ({ row }: PlannedPerson) => row % 200 === 7;

/** When a process dies: after so many people were created, or none, and so many milliseconds. */
interface Death {
  readonly people: number;
  readonly milliseconds: number;
}

const deaths = fc.noBias(
  fc.array(
    fc.oneof(
      {
        weight: 1,
        arbitrary: fc.record({ people: fc.constant(0), milliseconds: fc.integer({ min: 0, max: 500 }) }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          people: fc.integer({ min: 1, max: 250 }),
          milliseconds: fc.integer({ min: 0, max: 25 }),
        }),
      },
    ),
    { minLength: 55, maxLength: 55 },
  ),
);

let world: CreateWorld;
let onAsked: (line: string) => void = () => {};
afterEach(() => world.close());

function start(): ChildProcess {
  return spawn(process.execPath, [MAIN, ...CREATE, '--yes'], { cwd: world.folder, stdio: 'ignore' });
}

/** Starts the command and kills it; false: it had come to its end. */
async function startAndKill({ people, milliseconds }: Death): Promise<boolean> {
  const child = start();
  const exited = once(child, 'exit');
  const isReached = new Promise<void>((resolve) => {
    let left = people;
    onAsked = (line) => {
      if (line === `200 ${POST}`) left -= 1;
      if (left <= 0) resolve();
    };
    if (left <= 0) resolve();
  });
  await Promise.race([isReached, exited]);
  await sleep(milliseconds);
  child.kill('SIGKILL');
  const [, signal] = await exited;
  return signal === 'SIGKILL';
}

/** What the org has, and what it should have. */
async function expectEverybodyOnce(people: readonly PlannedPerson[]): Promise<void> {
  const wanted = people.filter((person) => !isRefused(person));
  const loginOf = ({ profile }: PlannedPerson) => String(profile['login']);
  const found = world.people();
  expect([...found.keys()].sort()).toEqual(wanted.map(loginOf).sort());
  for (const person of wanted) {
    const status = person.way === 'reset' ? 'STAGED' : 'ACTIVE';
    if (found.get(loginOf(person))?.status !== status) throw new Error(`row ${person.row} is not ${status}`);
  }
  for (const name of GROUPS) {
    const members = wanted.filter(({ groups }) => groups.includes(name)).map(loginOf);
    expect(world.members('groups', name)).toEqual(members.sort());
  }
  const users = wanted.filter(({ apps }) => apps.length > 0).map(loginOf);
  expect(world.members('apps', 'Wiki')).toEqual(users.sort());
  const rows = wanted
    .filter(({ way }) => way === 'hook')
    .flatMap((person) => {
      const id = found.get(loginOf(person))?.id;
      return [`credential#${loginOf(person)} ${id}`, `okta#${id} ${loginOf(person)}`];
    });
  const items = await world.items();
  const stored = [...items].map(([key, item]) => `${key} ${item['oktaId']?.S ?? item['login']?.S}`);
  expect(stored.sort()).toEqual(rows.sort());
}

describe('ten thousand people, and a process that is killed again and again', () => {
  it('are created each exactly once, with all groups, apps and credential rows', async () => {
    const people = Array.from({ length: PEOPLE }, (_, index) => personOf(index + 2));
    const property = fc.asyncProperty(deaths, async (all) => {
      world = await startCreateWorld({
        groups: GROUPS,
        apps: ['Wiki'],
        rateLimit: 2_000,
        rateWindowMs: 3_000,
        onAsked: (line) => onAsked(line),
      });
      world.register();
      await world.plan(people);
      let kills = 0;
      for (const death of all) if (await startAndKill(death)) kills += 1;
      expect(kills).toBeGreaterThanOrEqual(50);
      expect(world.people().size).toBeLessThan(PEOPLE * 0.99);
      const [code] = await once(start(), 'exit');
      expect(code).toBe(3);
      await expectEverybodyOnce(people);
      expect(creations(world)).toBe(people.filter((person) => !isRefused(person)).length);
      expect(world.asked.filter((line) => line.startsWith('429'))).toEqual([]);
      const results = (await world.read('users.results.csv')).trim().split('\n');
      expect(results).toHaveLength(PEOPLE + 1);
      expect(results.filter((line) => line.includes(',failed,'))).toHaveLength(
        people.filter(isRefused).length,
      );
    });
    await fc.assert(property, { numRuns: 1, endOnFailure: true });
  }, 300_000);
});
