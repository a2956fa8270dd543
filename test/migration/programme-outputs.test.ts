import { execFileSync } from 'node:child_process';
import { link, lstat, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { exportOf, inFolder } from './plan-world.ts';

/** A folder with an export and its plan, before anybody is created. */
const inProgramme = (work: (cwd: string) => Promise<void>) =>
  inFolder(async (cwd) => {
    await writeFile(path.join(cwd, 'leg.csv'), exportOf([{ hash: 'a hash' }]));
    expect((await run(['migrate', 'plan', 'leg.csv'], { cwd })).err).toBe('');
    await work(cwd);
  });

/** Everything in a folder, byte by byte. */
async function contentOf(cwd: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(cwd);
  const texts = await Promise.all(names.map((name) => readFile(path.join(cwd, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

const WRITERS = [
  ['create', '--out'],
  ['status', '--out'],
  ['status', '--report'],
  ['finish', '--links'],
  ['finish', '--report'],
] as const;

describe('what a programme lives on is never written over', () => {
  it.each(WRITERS)('by migrate %s %s', async (verb, option) => {
    await inProgramme(async (cwd) => {
      const file = (name: string) => path.join(cwd, name);
      await symlink('leg.csv', file('soft.csv'));
      await link(file('leg.csv'), file('hard.csv'));
      // known by what it holds, wherever it was moved
      await writeFile(file('moved.csv'), await readFile(file('leg.csv')));
      await writeFile(file('outputs.json'), '{}');
      await writeFile(file('key.pem'), 'a key');
      const before = await contentOf(cwd);
      for (const [name, what] of [
        ['leg.csv', 'the export itself'],
        ['soft.csv', 'the export itself'],
        ['hard.csv', 'the export itself'],
        ['moved.csv', 'the export itself'],
        ['outputs.json', 'the outputs of the deployment'],
        ['key.pem', 'the private key for Okta'],
        ['leg.plan.ndjson', 'the plan'],
        ['./leg.created.ndjson', 'the journal of migrate create'],
        ['leg.finished.ndjson', 'the journal of migrate finish'],
        ['leg.people.ndjson', 'the programme’s list of Okta’s people'],
        ['leg.final.json', 'the final sheet'],
      ] as const) {
        const argv = ['migrate', verb, 'leg.plan.ndjson', '--outputs', 'outputs.json', option, name];
        const env = { OKTA_PRIVATE_KEY_FILE: 'key.pem' };
        const { code, err } = await run(argv, { cwd, env });
        const said = `${option} would write over ${what.replaceAll('’', "'")}`;
        expect([name, code, err]).toEqual([name, 2, expect.stringContaining(said)]);
      }
      expect(await contentOf(cwd)).toEqual(before);
    });
  });

  it('by links that are appended to a file of something else', async () => {
    await inProgramme(async (cwd) => {
      // the export was edited and moved since: nobody can know it by its digest
      await writeFile(path.join(cwd, 'other.csv'), exportOf([{}, {}]));
      const before = await contentOf(cwd);
      const argv = ['migrate', 'finish', 'leg.plan.ndjson', '--yes', '--links', 'other.csv'];
      const { code, err } = await run(argv, { cwd });
      expect([code, err]).toEqual([2, expect.stringContaining('holds something else')]);
      expect(await contentOf(cwd)).toEqual(before);
    });
  });

  it('when the plan gets a name from which a later command would write over what it is made of', async () => {
    await inProgramme(async (cwd) => {
      await rename(path.join(cwd, 'leg.csv'), path.join(cwd, 'x.results.csv'));
      const argv = ['migrate', 'plan', 'x.results.csv', '--out', 'x.plan.ndjson'];
      expect(await run(argv, { cwd })).toMatchObject({
        code: 2,
        err: expect.stringContaining('the results of migrate create would write over the export itself'),
      });
    });
  });

  it.each(['--directory', '--hash-settings'])(
    'by a plan, which leaves alone the file of %s',
    async (option) => {
      await inProgramme(async (cwd) => {
        await writeFile(path.join(cwd, 'in'), '{}');
        const argv = ['migrate', 'plan', 'leg.csv', option, 'in', '--out', 'in'];
        expect(await run(argv, { cwd })).toMatchObject({
          code: 2,
          err: expect.stringContaining(`--out would write over the file of ${option}`),
        });
        expect(await readFile(path.join(cwd, 'in'), 'utf8')).toBe('{}');
      });
    },
  );
});

describe('the plan', () => {
  it('is written where a link leads, also to nothing yet, and the link stays', async () => {
    await inFolder(async (cwd) => {
      const file = (name: string) => path.join(cwd, name);
      await writeFile(file('leg.csv'), exportOf([{}]));
      await symlink('real.ndjson', file('plan.ndjson'));
      for (const _ of ['new', 'replaced']) {
        expect((await run(['migrate', 'plan', 'leg.csv', '--out', 'plan.ndjson'], { cwd })).code).toBe(0);
        expect((await lstat(file('plan.ndjson'))).isSymbolicLink()).toBe(true);
        expect(await readFile(file('real.ndjson'), 'utf8')).toContain('okta_hooks_plan');
      }
      await writeFile(file('real.created.ndjson'), '');
      const { code, err } = await run(['migrate', 'plan', 'leg.csv', '--out', 'plan.ndjson'], { cwd });
      expect([code, err]).toEqual([1, expect.stringContaining('real.created.ndjson')]);
    });
  });

  it('takes the place of no pipe, and nothing is left beside it', async () => {
    await inFolder(async (cwd) => {
      await writeFile(path.join(cwd, 'leg.csv'), exportOf([{}]));
      execFileSync('mkfifo', [path.join(cwd, 'pipe')]);
      const { code, err } = await run(['migrate', 'plan', 'leg.csv', '--out', 'pipe'], { cwd });
      expect([code, err]).toEqual([1, expect.stringContaining('it is no regular file')]);
      expect((await lstat(path.join(cwd, 'pipe'))).isFIFO()).toBe(true);
      expect((await readdir(cwd)).sort()).toEqual(['leg.csv', 'pipe']);
    });
  });
});

describe('the results of migrate create', () => {
  it('take the place of no pipe either', async () => {
    await inProgramme(async (cwd) => {
      execFileSync('mkfifo', [path.join(cwd, 'pipe')]);
      const argv = ['migrate', 'create', 'leg.plan.ndjson', '--yes', '--out', 'pipe'];
      expect(await run(argv, { cwd })).toMatchObject({
        code: 1,
        err: expect.stringContaining('it is no regular file'),
      });
      expect((await lstat(path.join(cwd, 'pipe'))).isFIFO()).toBe(true);
    });
  });
});
