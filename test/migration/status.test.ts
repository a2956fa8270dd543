import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { credentialTableOf, readDeployment } from '../../cli/deployment.ts';
import { createRecordImport } from '../../lambda/migration/record-import.ts';
import { run } from '../cli/harness.ts';
import { type CreateWorld, planned, startCreateWorld } from './create-world.ts';

const never = new AbortController().signal;
const HOUR_MS = 60 * 60 * 1000;
const NOW = Date.parse('2026-11-20T12:00:00Z');
const at = (now: number) => ({ now: () => now, sleep: async () => {} });

let world: CreateWorld;
beforeAll(async () => {
  world = await startCreateWorld({ groups: ['Staff', 'Sales'], clock: () => NOW });
  world.register();
  const { org } = world.okta.world;
  org.create({ login: 'person6@example.com', email: 'p@example.com', firstName: 'A', lastName: 'B' });
  await world.plan([
    planned(2, { groups: ['Staff'] }),
    planned(3, { groups: ['Staff', 'Sales'], wave: '2' }),
    planned(4),
    planned(5, { way: 'reset' }),
    planned(6),
    { row: 7, refused: ['no login'] },
  ]);
  expect(await world.create(['--yes'], { clock: at(NOW) })).toMatchObject({ code: 3 });
  await signIn('person2@example.com');
  await record('person2@example.com', { uuid: 'a', succeeded: true });
  await record('person3@example.com', { uuid: 'b', succeeded: false });
  await record('person3@example.com', { uuid: 'c', succeeded: false });
});
afterAll(() => world.close());

const idOf = (login: string) => world.people().get(login)?.id ?? '';

/** What a first sign-in leaves behind in Okta. */
async function signIn(login: string): Promise<void> {
  const { accounts } = world.okta.world;
  accounts.change(idOf(login), (lastLogin) => ({ credential: accounts.keep('a password'), lastLogin }));
}

/** What the event hook records of it. */
async function record(login: string, said: { readonly uuid: string; readonly succeeded: boolean }) {
  const deployment = await readDeployment('outputs.json', {
    cwd: world.folder,
    stdin: (async function* () {})(),
  });
  const table = credentialTableOf(deployment);
  const event = { ...said, at: NOW - 60_000, userId: idOf(login), login };
  await createRecordImport({ ...table, holdingMs: HOUR_MS })(event, never);
  table.client.destroy();
}

const status = (argv: readonly string[] = [], now = NOW) =>
  run(['migrate', 'status', 'users.plan.ndjson', '--outputs', 'outputs.json', ...argv], {
    cwd: world.folder,
    clock: at(now),
  });

describe('migrate status', () => {
  it('counts what plan, journal, Okta and events say, and ends with 3 while somebody has to be looked at', async () => {
    const { code, out } = await status(['--json', '--fresh']);
    const figures = JSON.parse(out);
    expect(code).toBe(3);
    expect(figures).toMatchObject({
      people: 5,
      states: { migrated: 1, 'tried and failed': 1, 'never seen': 1, 'to be invited': 1, failed: 1 },
      needHook: 2,
      done: 1,
      inNeed: 1,
      waves: [
        { name: '1', people: 4, needHook: 1 },
        { name: '2', people: 1, needHook: 1 },
      ],
      groups: [
        { name: 'Staff', people: 2, needHook: 1 },
        { name: 'Sales', people: 1, needHook: 1 },
      ],
      otherGroups: { people: 3 },
      days: [{ created: 4, migrated: 1, left: 2, done: 1 }],
      forecast: { kind: 'no forecast yet' },
      disagreements: [],
      callFirst: [
        { row: 3, id: idOf('person3@example.com'), failures: 2 },
        { row: 4, failures: 0 },
      ],
    });
  });

  it('asks Okta once, and says how long ago; a stale answer is asked for again', async () => {
    await status(['--fresh']);
    const before = world.asked.length;
    const again = await status([], NOW + HOUR_MS);
    expect(again.err).toBe('Okta was asked 1 h 0 min ago\n');
    expect(world.asked.length).toBe(before);
    await status(['--max-age', '0']);
    expect(world.asked.slice(before)).toEqual(['200 GET /api/v1/users', '200 GET /api/v1/users']);
  });

  it('shows nobody’s login on the screen or on the page, and both in the file that was asked for', async () => {
    const { out, err } = await status(['--out', 'call.csv', '--report', 'status.html']);
    const page = await world.read('status.html');
    expect(`${out}${err}${page}`).not.toMatch(/person\d|example\.com/);
    expect(out).toContain('tried and failed');
    const [head, first] = (await world.read('call.csv')).split('\r\n');
    expect(head).toContain('row,oktaId,login,email');
    expect(first).toContain(`3,${idOf('person3@example.com')},person3@example.com,person3@example.com,2`);
    for (const file of ['call.csv', 'status.html', 'users.people.ndjson'])
      expect((await stat(path.join(world.folder, file))).mode & 0o777).toBe(0o600);
  });

  it('names people whom Okta took over without an event, and those who were deleted', async () => {
    await signIn('person4@example.com');
    const { org, accounts } = world.okta.world;
    const gone = idOf('person5@example.com');
    org.transition(gone, 'deactivate');
    org.delete(gone);
    accounts.close(gone);
    // the journal has the time of the answers' Date header, which is the real one
    const { out } = await status(['--json', '--fresh'], Date.now() + 2 * HOUR_MS);
    const { states, disagreements, needHook } = JSON.parse(out);
    expect([states.migrated, states.gone, needHook]).toEqual([2, 1, 1]);
    expect(disagreements).toMatchObject([{ kind: 'created, but not in Okta', people: 1, first: [5] }]);
  });

  it.each([
    [['--share', '0']],
    [['--share', '1.1']],
    [['--max-age', 'soon']],
    [['--until', '2026-02-30']],
    [['--until', 'tomorrow']],
  ])('asks nobody when it is called with %j', async (argv) => {
    const before = world.asked.length;
    expect(await status(argv)).toMatchObject({ code: 2, out: '' });
    expect(world.asked.length).toBe(before);
  });

  it('asks nobody about a plan that is none', async () => {
    const before = world.asked.length;
    const argv = ['migrate', 'status', 'outputs.json', '--outputs', 'outputs.json'];
    expect(await run(argv, { cwd: world.folder })).toMatchObject({ code: 1, out: '' });
    expect(world.asked.length).toBe(before);
  });
});
