import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROJECT_ROOT } from '../../infra/bundling.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'okta-hooks-app-'));
});

afterAll(() => rm(folder, { recursive: true }));

interface Ending {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the project's programs in its folder, as npm and the CDK do. */
async function run(args: readonly string[], env: Record<string, string> = {}): Promise<Ending> {
  const options = { cwd: PROJECT_ROOT, env: { PATH: process.env['PATH'], NO_COLOR: '1', ...env } };
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [...args], options)) };
  } catch (error) {
    return error as Ending;
  }
}

/** What the CDK runs, with the settings of the stage `default`, into an empty folder. */
function runApp(settings: object): Promise<Ending> {
  return run(['infra/app.ts'], {
    CDK_OUTDIR: path.join(folder, 'cdk.out'),
    CDK_CONTEXT_JSON: JSON.stringify({ 'okta-hooks': { default: settings } }),
  });
}

/** Files of the cloud assembly. */
const made = () => readdir(path.join(folder, 'cdk.out'));

describe('a synthesis', () => {
  it('with broken rules ends with the message of "rules check" and nothing else, and makes nothing', async () => {
    const file = path.join(folder, 'broken.yaml');
    await writeFile(file, "version: 1\nrules:\n  - name: one\n    whne: 'true'\n    fail: 'nobody'\n");
    const [app, check] = await Promise.all([
      runApp({ rules: file }),
      run(['cli/main.ts', 'rules', 'check', path.relative(PROJECT_ROOT, file)]),
    ]);
    const problems = check.stderr.trimEnd().split('\n').slice(0, -1);
    expect(problems.length).toBeGreaterThan(1);
    expect(app.stderr.trimEnd().split('\n')).toEqual(problems);
    expect([app.code, app.stdout, await made()]).toEqual([1, '', []]);
  });

  it('with rules that are not there says so, and makes nothing', async () => {
    const app = await runApp({ rules: 'rules/none.yaml' });
    expect(app.stderr).toMatch(/^rules\/none\.yaml:1:1: [^\n]+\n$/);
    expect([app.code, await made()]).toEqual([1, []]);
  });

  it('with wrong settings says which, and makes nothing', async () => {
    const app = await runApp({ region: 'moon' });
    expect(app.stderr).toBe(
      'cdk.json: "okta-hooks" → "default" → "region": found the text "moon"; expected a region such as eu-central-1\n',
    );
    expect([app.code, await made()]).toEqual([1, []]);
  });
});
