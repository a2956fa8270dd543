import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './harness.ts';

const HEADER = 'uniqueId,firstName,lastName,email\n';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'leaving-reader-'));
  await writeFile(path.join(folder, 'good.csv'), `${HEADER}e1,Ann,Nobody,ann@example.test\n`);
  await writeFile(path.join(folder, 'bad.csv'), `${HEADER}e1,Ann,Nobody,too,many\n`);
});
afterAll(() => rm(folder, { recursive: true }));

/** How a rehearsal ends when nobody reads some of what it says. */
async function exitOf(people: string, unread: readonly ('stdout' | 'stderr')[]): Promise<unknown> {
  const directory = path.join(ROOT, 'examples/directory.csv');
  const argv = ['cli/main.ts', 'rehearse', path.join(folder, people), '--directory', directory];
  const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of ['stdout', 'stderr'] as const) {
    if (unread.includes(name)) child[name].destroy();
    else child[name].resume();
  }
  const [code] = await once(child, 'close');
  return code;
}

describe('a reader such as `head` who leaves early', () => {
  it.each([
    ['stdout', ['stdout']],
    ['stderr', ['stderr']],
    ['both', ['stdout', 'stderr']],
  ] as const)('of %s does not change how a command ends', async (_, unread) => {
    const codes = await Promise.all(
      ['good.csv', 'bad.csv', 'nobody.csv'].map((people) => exitOf(people, unread)),
    );
    expect(codes).toEqual([0, 3, 1]);
  });
});
