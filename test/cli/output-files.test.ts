import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT, run } from './harness.ts';

const PERSON =
  'uniqueId,firstName,lastName,email,login,hash\ne1,Ann,Nobody,ann@example.test,ann@example.test,x\n';
const EARLIER = '{"row":2,"externalId":"e1","outcome":"created","loginAfter":"ann@example.test"}\n';
const CALL = path.join(ROOT, 'events/import/login-conflict.json');

let cwd: string;
const textOf = (name: string) => readFile(path.join(cwd, name), 'utf8');
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'output-files-'));
  const files = {
    'people.csv': PERSON,
    'directory.csv': PERSON,
    'plan.ndjson': 'a plan\n',
    'settings.json': '{}\n',
    'outputs.json': '{}\n',
    'rules.yaml': 'version: 1\nrules: []\n',
    'mapping.yaml': 'version: 1\n',
    'secret.txt': 's3cret\n',
    'ca.pem': 'a certificate\n',
    'old.ndjson': EARLIER,
    'call.json': await readFile(CALL, 'utf8'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
});
afterEach(() => rm(cwd, { recursive: true }));

const load = (...options: string[]) => ['credentials', 'load', 'people.csv', ...options];
const rehearse = (...options: string[]) => [
  ...['rehearse', 'people.csv', '--directory', 'directory.csv'],
  ...options,
];

describe('an output that would take the place of an input', () => {
  it.each<[string, string, readonly string[]]>([
    ['people.csv', '--out', load('--dry-run')],
    ['people.csv', '--out', load('--outputs', 'outputs.json')],
    ['plan.ndjson', '--out', load('--dry-run', '--plan', 'plan.ndjson')],
    ['settings.json', '--out', load('--dry-run', '--hash-settings', 'settings.json')],
    ['outputs.json', '--out', load('--outputs', 'outputs.json')],
    ['directory.csv', '--out', ['ledger', 'seed', '--dry-run', '--directory', 'directory.csv']],
    [
      'outputs.json',
      '--out',
      ['ledger', 'seed', '--directory', 'directory.csv', '--outputs', 'outputs.json'],
    ],
    ['people.csv', '--out', rehearse()],
    ['people.csv', '--report', rehearse()],
    ['directory.csv', '--out', rehearse()],
    ['directory.csv', '--report', rehearse()],
    ['old.ndjson', '--out', rehearse('--compare', 'old.ndjson')],
    ['rules.yaml', '--out', rehearse('--rules', 'rules.yaml')],
    ['mapping.yaml', '--report', rehearse('--mapping', 'mapping.yaml')],
    ['secret.txt', '--out', rehearse('--url', 'https://localhost:1/', '--secret-file', 'secret.txt')],
    ['ca.pem', '--out', rehearse('--url', 'https://localhost:1/', '--ca', 'ca.pem')],
    ['call.json', '--out', ['event', 'call.json']],
    ['secret.txt', '--out', ['event', 'call.json', '--secret-file', 'secret.txt']],
  ])('is refused, and %s stays as it is: %s of %j', async (input, option, argv) => {
    const before = await textOf(input);
    const { code, out, err } = await run([...argv, option, input], { cwd });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`${option} would write over [\\s\\S]*${input}\n`));
    expect(await textOf(input)).toBe(before);
  });

  it('is found behind a link', async () => {
    await symlink('people.csv', path.join(cwd, 'link.ndjson'));
    expect((await run(load('--dry-run', '--out', 'link.ndjson'), { cwd })).code).toBe(2);
    expect(await textOf('people.csv')).toBe(PERSON);
  });

  it('is the other output of the same run, too', async () => {
    const { code, err } = await run(rehearse('--out', 'new', '--report', 'new'), { cwd });
    expect([code, err]).toEqual([2, expect.stringContaining('--report would write over the file of --out')]);
  });
});

describe('the rows of an earlier run', () => {
  it.each<[string, readonly string[]]>([
    ['people who cannot be read', ['rehearse', 'nobody.csv', '--directory', 'directory.csv']],
    ['a directory that cannot be read', ['rehearse', 'people.csv', '--directory', 'nobody.csv']],
    ['a service that is not there', rehearse('--url', 'https://localhost:1/')],
    ['an export that cannot be read', ['credentials', 'load', 'nobody.csv', '--dry-run']],
    ['an org that cannot be read', ['ledger', 'seed', '--directory', 'nobody.csv', '--dry-run']],
  ])('stay when a run fails at its beginning: %s', async (_, argv) => {
    const { code, out } = await run([...argv, '--out', 'old.ndjson'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(await textOf('old.ndjson')).toBe(EARLIER);
  });

  it.each<[string, readonly string[]]>([
    ['rehearse', rehearse()],
    ['ledger seed', ['ledger', 'seed', '--directory', 'directory.csv', '--dry-run']],
    ['credentials load', load('--dry-run')],
  ])('stay when somebody stops %s before the first row', async (_, argv) => {
    const { code, err } = await run([...argv, '--out', 'old.ndjson'], { cwd, signal: AbortSignal.abort() });
    expect([code, err]).toEqual([1, expect.stringContaining('stopped')]);
    expect(await textOf('old.ndjson')).toBe(EARLIER);
  });

  it.each<[string, readonly string[]]>([
    ['rehearse', rehearse()],
    ['ledger seed', ['ledger', 'seed', '--directory', 'directory.csv', '--dry-run']],
    ['credentials load', load('--dry-run')],
  ])('give way to those of %s, whole and alone, also behind a link', async (_, argv) => {
    await writeFile(path.join(cwd, 'old.ndjson'), EARLIER.repeat(100));
    await symlink('old.ndjson', path.join(cwd, 'link.ndjson'));
    await run([...argv, '--out', 'link.ndjson'], { cwd });
    const text = await textOf('old.ndjson');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).row),
    ).toEqual([2]);
    expect(await textOf('link.ndjson')).toBe(text);
  });

  it('are not begun with where they cannot be written: no record is loaded before', async () => {
    await writeFile(
      path.join(cwd, 'outputs.json'),
      JSON.stringify({ CredentialTableName: 'table', endpoints: { dynamoDb: 'http://localhost:1' } }),
    );
    const argv = load('--outputs', 'outputs.json', '--out', 'no/such/folder');
    const { code, err } = await run(argv, { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining('the file cannot be written')]);
  });
});
