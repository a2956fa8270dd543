import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeOutput } from '../../cli/output.ts';
import { openRowsFile } from '../../cli/rows-file.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'owner-only-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const writers: readonly [string, (file: string) => Promise<void>][] = [
  ['a result', (file) => writeOutput(file, 'ana', { cwd })],
  [
    'rows',
    async (file) => {
      const rows = await openRowsFile(file, { cwd });
      await rows.write({ login: 'ana' });
      await rows.close();
    },
  ],
];

describe('a file about people', () => {
  it.each(writers)('is its owner’s alone: %s', async (name, write) => {
    await write(`${name}.new`);
    expect((await stat(path.join(cwd, `${name}.new`))).mode & 0o777).toBe(0o600);
  });

  it.each(writers)('is so too where everybody could read what was there before: %s', async (name, write) => {
    const file = path.join(cwd, `${name}.old`);
    await writeFile(file, 'public');
    await chmod(file, 0o644);
    await write(`${name}.old`);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, 'utf8')).toMatch(/ana/);
  });

  it.each(writers)('may be a device, whose mode stays: %s', async (_, write) => {
    const { mode } = await stat('/dev/null');
    await write('/dev/null');
    expect((await stat('/dev/null')).mode).toBe(mode);
  });
});
