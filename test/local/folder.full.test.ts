import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePorts } from '../free-ports.ts';
import { startNode } from '../started.ts';

let base: string;
const at = (...names: string[]) => path.join(base, ...names);
beforeEach(async () => {
  base = await mkdtemp(path.join(os.tmpdir(), 'local-folder-'));
  await chmod(base, 0o755);
});
afterEach(() => rm(base, { recursive: true }));

/** Somebody who owns nothing; only an administrator can act as such a user. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? it : it.skip;

describe.each([
  ['npm start', () => ['local/main.ts'], 'outputs.json'],
  ['npm run okta-stand-in', (port: number) => ['rehearsal/api/main.ts', '--port', `${port}`], 'okta.json'],
])('%s in a folder it cannot use', (command, args, last) => {
  /** Starts it there, and expects one line that begins with the file, and the exit code 1. */
  async function expectRefusal(folder: string, begin: string, uid?: number): Promise<void> {
    const port = await freePorts(3);
    const env = { PORT: String(port), LOCAL_FOLDER: folder };
    const started = startNode(args(port), env, uid === undefined ? {} : { uid });
    expect(await started.exit).toEqual([1, null]);
    const [line = '', ...others] = started.output().split('\n');
    expect([others, line.slice(0, begin.length)]).toEqual([[''], begin]);
    expect(line.endsWith(`: choose another folder: LOCAL_FOLDER=~/okta-hooks ${command}`)).toBe(true);
  }

  it('such as a file, says so in one line, and ends with 1', async () => {
    await writeFile(at('file'), '');
    await expectRefusal(at('file'), at('file'));
  });

  asNobody('because it is somebody else’s, says so in one line, and ends with 1', async () => {
    await expectRefusal(at('mine'), `${at('mine')} cannot be used: this user may not (EACCES)`, NOBODY);
  });

  asNobody(
    'because a file in it is somebody else’s, names that, and ends although it listens by then',
    async () => {
      await mkdir(at('shared'));
      await chmod(at('shared'), 0o777);
      await writeFile(at('shared', last), '');
      const begin = `${at('shared', last)} cannot be used: this user may not (EACCES)`;
      await expectRefusal(at('shared'), begin, NOBODY);
    },
  );
});
