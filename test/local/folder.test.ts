import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inFolder, makeFolder } from '../../local/folder.ts';
import { LaptopError } from '../../local/laptop-error.ts';

let folder: string;
const at = (...names: string[]) => path.join(folder, ...names);
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('a folder', () => {
  it('is created with what is missing above it, and stays as it is when it is there', async () => {
    await makeFolder(at('a', 'b', 'c'));
    await writeFile(at('a', 'b', 'c', 'file'), 'kept');
    await makeFolder(at('a', 'b', 'c'));
    expect(await readFile(at('a', 'b', 'c', 'file'), 'utf8')).toBe('kept');
  });

  it('is created once by two who want it at once', async () => {
    await Promise.all([makeFolder(at('a', 'b')), makeFolder(at('a', 'b'))]);
    expect((await stat(at('a', 'b'))).isDirectory()).toBe(true);
  });

  it.each([
    ['a file is in its place', ['file']],
    ['a file is above it', ['file', 'below']],
  ])('is none where %s', async (_, names) => {
    await writeFile(at('file'), '');
    await expect(makeFolder(at(...names))).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  const inProc = existsSync('/proc/self') ? it : it.skip;
  inProc('that the folder above does not take is refused, and not tried for ever', async () => {
    await expect(makeFolder('/proc/okta-hooks')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(makeFolder('/proc/okta-hooks/below')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a fault in the local folder', () => {
  const messageOf = (work: () => Promise<unknown>, command?: string) =>
    inFolder(folder, work, command).then(
      () => 'nothing was thrown',
      (error: unknown) => (error instanceof LaptopError ? error.message : String(error)),
    );

  it('names the file, why, and the command with another folder', async () => {
    await mkdir(at('key.pem'));
    expect(await messageOf(() => writeFile(at('key.pem'), ''))).toBe(
      `${at('key.pem')} cannot be used: it is a folder (EISDIR): choose another folder: LOCAL_FOLDER=~/okta-hooks npm start`,
    );
    const command = 'npm run okta-stand-in';
    expect(await messageOf(() => readFile(at('none')), command)).toMatch(
      /=~\/okta-hooks npm run okta-stand-in$/,
    );
  });

  it('names the folder where the system names no file, as for a disk that is full', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    expect(await messageOf(() => Promise.reject(full))).toMatch(`${folder} cannot be used: the disk is full`);
  });

  it.each([
    ['a file elsewhere', () => readFile(path.join(os.tmpdir(), 'no-such-folder', 'file'))],
    ['no file', async () => JSON.parse('{')],
  ])('is not what is wrong with %s', async (_, work) => {
    expect(await messageOf(work)).not.toContain('LOCAL_FOLDER');
  });
});
