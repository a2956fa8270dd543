import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { realClock } from '../../cli/command.ts';
import { main } from '../../cli/main.ts';

const root = path.join(import.meta.dirname, '../..');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rules-check-'));
  const misspelt = 'version: 1\nrules:\n  - name: one\n    when: \'usr.login == "a"\'\n    stop: true\n';
  await writeFile(path.join(folder, 'misspelt.yaml'), misspelt);
  await writeFile(path.join(folder, 'warned.yaml'), misspelt.replace('usr.login', 'user.lgin'));
  await writeFile(path.join(folder, 'none.yaml'), 'version: 1\nrules:\n');
});

afterAll(() => rm(folder, { recursive: true }));

async function run(argv: readonly string[], { cwd = folder, columns = 80, color = false } = {}) {
  const written = { stdout: '', stderr: '' };
  const sink = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (written[name] += text) });
  const io = {
    stdout: sink('stdout'),
    stderr: sink('stderr'),
    env: {},
    cwd,
    columns,
    color,
    watched: false,
    clock: realClock,
  };
  const { signal } = new AbortController();
  const stdin = (async function* () {})();
  const code = await main(['rules', 'check', ...argv], { ...io, signal, stdin });
  return { code, ...written };
}

describe('rules check', () => {
  it('shows the shipped rules as a table that fits the terminal, and ends with 0', async () => {
    const { code, stdout, stderr } = await run([], { cwd: root, columns: 72 });
    expect(code).toBe(0);
    expect(stdout).toContain('unique-login');
    expect(stdout).toContain('infix(user.login');
    expect(stderr).toBe('rules/import.yaml: no problems\n');
    for (const line of stdout.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(72);
  });

  it('names file, rule, line and column of a misspelt variable, and ends with 1', async () => {
    const { code, stdout, stderr } = await run(['misspelt.yaml']);
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'misspelt.yaml:4:12 rule "one": unknown variable "usr"; did you mean "user"?\nmisspelt.yaml: 1 error\n',
    );
  });

  it('lets a file with warnings pass, and shows them', async () => {
    const { code, stdout, stderr } = await run(['warned.yaml']);
    expect(code).toBe(0);
    expect(stdout).toContain('stop here');
    expect(stderr).toContain('warned.yaml:4:17 warning rule "one": "user.lgin"');
    expect(stderr).toContain('warned.yaml: 1 warning\n');
  });

  it('says the same to machines as JSON on standard output alone', async () => {
    const bad = await run(['misspelt.yaml', '--json']);
    expect(bad).toMatchObject({ code: 1, stderr: '' });
    expect(JSON.parse(bad.stdout)).toMatchObject({
      valid: false,
      problems: [{ file: 'misspelt.yaml', line: 4, column: 12, rule: 'one', code: 'unknown_variable' }],
    });
    const good = await run(['none.yaml', '--json']);
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(good.stdout)).toMatchObject({ valid: true, problems: [], rules: { version: 1 } });
  });

  it('has colours for a terminal that wants them, with the same words', async () => {
    const plain = await run(['misspelt.yaml']);
    const painted = await run(['misspelt.yaml'], { color: true });
    expect(painted.stderr).not.toBe(plain.stderr);
    expect(stripVTControlCharacters(painted.stderr)).toBe(plain.stderr);
  });

  it('ends with 1 for a file that is not there, with 2 for a wrong command line', async () => {
    expect(await run(['no.yaml'])).toMatchObject({
      code: 1,
      stderr: 'no.yaml:1:1: there is no such file\nno.yaml: 1 error\n',
    });
    expect(await run(['a.yaml', 'b.yaml'])).toMatchObject({ code: 2, stdout: '' });
    expect(await run(['--fix'])).toMatchObject({ code: 2, stdout: '' });
  });
});
