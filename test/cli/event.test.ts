import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT, run } from './harness.ts';

const PAYLOAD = path.join(ROOT, 'events/import/login-conflict.json');
let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'event-'));
});
afterEach(() => rm(cwd, { recursive: true }));

describe('hooks event', () => {
  it('prints the event that is kept in events/api-gateway', async () => {
    const { code, out } = await run(['event', PAYLOAD]);
    expect(code).toBe(0);
    const kept = path.join(ROOT, 'events/api-gateway/import/login-conflict.json');
    expect(out).toBe(await readFile(kept, 'utf8'));
  });

  it('reads the payload from standard input', async () => {
    const { out } = await run(['event', '-'], { stdin: await readFile(PAYLOAD, 'utf8') });
    expect(out).toBe((await run(['event', PAYLOAD])).out);
  });

  it('puts the secret of a file into the chosen header, and writes a file that only its owner can read', async () => {
    await writeFile(path.join(cwd, 'secret.txt'), 's3cret\n');
    const options = ['--secret-file', 'secret.txt', '--header', 'X-Hook', '--out', 'event.json'];
    const { code, out, err } = await run(['event', PAYLOAD, ...options], { cwd });
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    const { headers } = JSON.parse(await readFile(path.join(cwd, 'event.json'), 'utf8'));
    expect(headers['x-hook']).toBe('s3cret');
    expect(headers).not.toHaveProperty('authorization');
    expect((await stat(path.join(cwd, 'event.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    [
      'a file that is not there',
      ['event', 'nowhere.json'],
      1,
      'cannot be read: there is no such file or folder (ENOENT)',
    ],
    ['an empty secret', ['event', PAYLOAD, '--secret-file', 'empty'], 1, 'holds no secret'],
    ['an unknown hook', ['event', PAYLOAD, '--type', 'toString'], 2, '--type must be one of: import'],
    [
      'a folder to write to',
      ['event', PAYLOAD, '--out', '.'],
      1,
      'cannot be written: it is a folder (EISDIR)',
    ],
  ])('refuses %s', async (_, argv, code, what) => {
    await writeFile(path.join(cwd, 'empty'), '\n');
    const result = await run(argv, { cwd });
    expect({ code: result.code, out: result.out }).toEqual({ code, out: '' });
    expect(result.err).toContain(what);
  });

  it.each(['{"login": "sally.admin@example.com" "', '"sally.admin@example.com"', '[]'])(
    'refuses %j without quoting it',
    async (stdin) => {
      const { code, err } = await run(['event', '-'], { stdin });
      expect(code).toBe(1);
      expect(err).toMatch(/^error: the file/);
      expect(err).not.toContain('sally');
    },
  );
});
