import { afterEach, describe, expect, it } from '@jest/globals';
import { type CreateWorld, hashed, planned, startCreateWorld } from './create-world.ts';
import { startFinishWorld } from './finish-world.ts';

let world: Pick<CreateWorld, 'close'>;
afterEach(() => world.close());

describe('a run that ends before its time says how far it came', () => {
  const CREATED = '200 POST /api/v1/users';

  /** Creates 4 people, one after the other; after the second the person at the terminal stops it. */
  async function stopCreating(argv: readonly string[] = []) {
    const stop = new AbortController();
    let left = 2;
    const started = await startCreateWorld({
      onAsked: (line) => {
        if (line === CREATED && --left === 0) stop.abort();
      },
    });
    world = started;
    await started.plan([2, 3, 4, 5].map((row) => hashed(row)));
    const ran = await started.create(['--yes', '--workers', '1', ...argv], { signal: stop.signal });
    expect(started.people().size).toBe(2);
    return { ...ran, create: started.create };
  }

  it('migrate create, to people', async () => {
    const { code, out, err } = await stopCreating();
    expect(code).toBe(1);
    expect(out).toContain('2 of 4 people are created\n  2 are not created yet\nresults: users.results.csv\n');
    expect(err).toContain('error: stopped; who was created stays');
  });

  it('migrate create, to machines, and no less when it is stopped before it begins', async () => {
    const { code, out, err, create } = await stopCreating(['--json']);
    const figures = { dryRun: false, stopped: true, people: 4, created: 2, failed: 0, left: 2 };
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ ...figures, results: 'users.results.csv' });
    expect(JSON.parse(err).error.message).toBe('stopped; who was created stays');
    const again = await create(['--yes', '--json'], { signal: AbortSignal.abort() });
    expect(JSON.parse(again.out)).toMatchObject(figures);
    expect(JSON.parse((await create(['--yes', '--json'])).out)).toMatchObject({
      ...figures,
      stopped: false,
      created: 4,
      left: 0,
    });
  });

  /** Writes to 3 people under a limit of one mail an hour; while it waits the person at the terminal stops it. */
  async function stopFinishing(argv: readonly string[] = []) {
    const started = await startFinishWorld(
      [2, 3, 4].map((row) => {
        const login = `person${row}@corp.example.com`;
        return planned(row, { profile: { login, email: login, firstName: 'P', lastName: 'Doe' } });
      }),
    );
    world = started;
    const stop = new AbortController();
    const sleep = async (_: number, signal: AbortSignal) => {
      stop.abort();
      signal.throwIfAborted();
    };
    const clock = { now: started.clock.now, sleep };
    return started.finish(['--yes', '--mails-per-hour', '1', ...argv], { clock, signal: stop.signal });
  }

  it('migrate finish, to people', async () => {
    const { code, out, err } = await stopFinishing();
    expect([code, out]).toEqual([1, 'Done: 1 person.\n2 of 3 people wait for the next run.\n']);
    expect(err).toContain('error: stopped; what was done stays done');
  });

  it('migrate finish, to machines', async () => {
    const { code, out } = await stopFinishing(['--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      dryRun: false,
      stopped: true,
      chosen: 3,
      outcomes: { done: 1, refused: 0, unsure: 0, unneeded: 0 },
    });
  });
});
