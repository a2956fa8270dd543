import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../cli/harness.ts';
import { CREATE, type CreateWorld, creations, planned, startCreateWorld } from './create-world.ts';

let world: CreateWorld;
afterEach(() => world.close());

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => planned(index + 2, { way: 'reset' }));

/** Runs the real command in a shell of its own. */
async function shell(script: string) {
  const child = spawn(
    'bash',
    ['-c', script, process.execPath, path.join(ROOT, 'cli/main.ts'), ...CREATE, '--yes'],
    {
      cwd: world.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: Number(code), err };
}

describe('the limits of Okta', () => {
  it('are used up to the share in every window, without a single 429', async () => {
    const windows = new Map<string, number>();
    world = await startCreateWorld({
      rateLimit: 100,
      rateWindowMs: 3_000,
      onExchange: ({ request, answer }) => {
        if (request.method !== 'POST') return;
        const window = `${answer.status} ${answer.headers?.['x-rate-limit-reset']}`;
        windows.set(window, (windows.get(window) ?? 0) + 1);
      },
    });
    await world.plan(people(450));
    expect((await world.create()).code).toBe(0);
    expect([...windows.values()]).toEqual([98, 98, 98, 98, 58]);
    expect([...windows.keys()].filter((window) => !window.startsWith('200'))).toEqual([]);
  }, 60_000);
});

describe('a disk that is full', () => {
  it('in the middle of the work ends it before anybody is created without a record', async () => {
    world = await startCreateWorld();
    await world.plan(people(300));
    // writes that would make a file longer fail with EFBIG (setrlimit(2))
    const full = await shell('ulimit -f 8; exec "$0" "$@"');
    expect(full).toEqual({ code: 1, err: expect.stringContaining('cannot be written') });
    const created = world.people().size;
    expect(created).toBeGreaterThan(0);
    expect(created).toBeLessThan(300);
    const journal = (await world.read('users.created.ndjson')).split('\n').slice(0, -1);
    const begun = journal.filter((line) => line.includes('"begun"')).map((line) => JSON.parse(line).row);
    for (const login of world.people().keys()) expect(begun).toContain(Number(/\d+/.exec(login)?.[0]));
    expect((await shell('exec "$0" "$@"')).code).toBe(0);
    expect(world.people().size).toBe(300);
    expect(creations(world)).toBe(300);
  }, 60_000);

  it('from the start means that nobody is created', async () => {
    world = await startCreateWorld();
    await world.plan(people(3));
    expect((await shell('ulimit -f 0; exec "$0" "$@"')).code).toBe(1);
    expect(world.people().size).toBe(0);
  }, 60_000);
});

describe('Ctrl-C', () => {
  it('lets what is under way come to its end, and says how to go on', async () => {
    const stop = new AbortController();
    let posts = 0;
    world = await startCreateWorld({
      onAsked: (line) => {
        if (line.endsWith('POST /api/v1/users') && ++posts === 40) stop.abort();
      },
    });
    await world.plan(people(300));
    const { code, err } = await world.create(['--yes'], { signal: stop.signal });
    expect([code, err]).toEqual([1, expect.stringContaining('the same command goes on')]);
    const stopped = world.people().size;
    expect(stopped).toBeLessThan(60);
    const states = (await world.read('users.results.csv')).split('\n');
    expect(states.filter((line) => line.includes(',created,'))).toHaveLength(stopped);
    expect((await world.create()).code).toBe(0);
    expect(creations(world)).toBe(300);
    // nobody had to be looked for
    expect(world.asked.filter((line) => line.includes('/users/{id}'))).toEqual([]);
  }, 60_000);
});
