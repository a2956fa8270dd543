import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../cli/harness.ts';
import { planned } from './create-world.ts';
import { type FinishWorld, startFinishWorld } from './finish-world.ts';

const PEOPLE = [2, 3, 4];
const LOGIN = (row: number) => `person${row}@corp.example.com`;

/** Runs the command as a process of its own; the exit code, or undefined when it was killed. */
async function finish(world: FinishWorld, onStart: (kill: () => void) => void): Promise<number | undefined> {
  const argv = ['migrate', 'finish', 'users.plan.ndjson', '--outputs', 'outputs.json', '--yes'];
  const child = spawn(process.execPath, [path.join(ROOT, 'cli/main.ts'), ...argv], {
    cwd: world.folder,
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    stdio: 'ignore',
  });
  onStart(() => child.kill('SIGKILL'));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? undefined;
}

it('a run that is killed at every single answer of Okta, one after the other, sends everybody one mail', async () => {
  let kill = () => {};
  let allowed = Number.POSITIVE_INFINITY;
  const people = PEOPLE.map((row) => {
    const profile = { login: LOGIN(row), email: LOGIN(row), firstName: 'P', lastName: 'Doe' };
    return planned(row, { profile });
  });
  const world = await startFinishWorld(people, {
    onAsked: (line) => {
      if (!/ (POST|DELETE) /.test(line) || --allowed >= 0) return;
      kill();
    },
  });
  try {
    let kills = 0;
    for (let code: number | undefined; code !== 0; ) {
      // what is asked for is done by Okta, and nobody hears of it
      allowed = kills % 2;
      code = await finish(world, (stop) => {
        kill = stop;
      });
      if (code === undefined) kills += 1;
      else if (code !== 0) throw new Error(`ended with ${code}`);
      expect(kills).toBeLessThan(20);
    }
    expect(kills).toBeGreaterThan(2);
    expect(PEOPLE.map((row) => world.mails(LOGIN(row)))).toEqual([1, 1, 1]);
    expect(PEOPLE.map((row) => world.statusOf(LOGIN(row)))).toEqual(['RECOVERY', 'RECOVERY', 'RECOVERY']);
    expect(world.hook()).toBeUndefined();
    expect(JSON.parse(await world.read('users.final.json'))).toMatchObject({ ended: true });
  } finally {
    await world.close();
  }
}, 60_000);
