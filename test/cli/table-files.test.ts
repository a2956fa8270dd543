import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from './harness.ts';

const HEADER = 'uniqueId,firstName,lastName,email,login,hash\n';
const PERSON = 'e1,Ann,Nobody,ann@example.test,ann@example.test,x\n';

let cwd: string;
const write = (name: string, text: string) => writeFile(path.join(cwd, name), text);
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'table-files-'));
  await write('good.csv', HEADER + PERSON);
});
afterEach(() => rm(cwd, { recursive: true }));

/** Every command that reads a table, as it reads the file of this name. */
const READERS: readonly [string, (file: string) => readonly string[]][] = [
  ['the people of rehearse', (file) => ['rehearse', file, '--directory', 'good.csv']],
  ['the directory of rehearse', (file) => ['rehearse', 'good.csv', '--directory', file]],
  ['ledger seed', (file) => ['ledger', 'seed', '--dry-run', '--directory', file]],
  ['credentials load', (file) => ['credentials', 'load', file, '--dry-run']],
];
const PLAN_OVER_OLD: (typeof READERS)[number] = ['migrate plan', (file) => ['migrate', 'plan', file]];
const PLAN: (typeof READERS)[number] = ['migrate plan', (file) => ['migrate', 'plan', file, '--out', 'plan']];

const quoted = (text: string) => text.replace(/[^,\n]+/g, '"$&"');
const OTHERWISE: readonly [string, string][] = [
  ['semicolons', (HEADER + PERSON).replaceAll(',', ';')],
  ['tabs', (HEADER + PERSON).replaceAll(',', '\t')],
  ['quotes and semicolons', quoted(HEADER + PERSON).replaceAll(',', ';')],
];

describe.each([...READERS, PLAN])('%s', (_, argv) => {
  it.each(OTHERWISE)('says of columns with %s how to export them, and plays nothing', async (_, text) => {
    await write('other.csv', text);
    const { code, out, err } = await run(argv('other.csv'), { cwd });
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('not separated by commas')]);
    expect(err).toMatch(/\n {2}at {4}other\.csv, line 1\n {2}next {2}export the file as CSV with commas\n$/);
  });

  it('says that a header is none where its quotes are wrong, instead of taking a person for it', async () => {
    await write('other.csv', `"login" x,hash\n${HEADER}${PERSON}`);
    const { code, out, err } = await run(argv('other.csv'), { cwd });
    expect([code, out, err]).toEqual([
      1,
      '',
      expect.stringContaining('the header is no CSV: text after a closing quote'),
    ]);
  });
});

describe.each([...READERS, PLAN_OVER_OLD])('%s', (_, argv) => {
  it.each([
    ['a header alone', 'nobody.csv', HEADER],
    ['a header and empty lines', 'nobody.csv', `${HEADER}\n\n`],
  ])('takes %s for a mistake, says what to do, and writes nothing', async (_, name, text) => {
    await write(name, text);
    await write('old.ndjson', 'earlier rows\n');
    const { code, out, err } = await run([...argv(name), '--out', 'old.ndjson'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /^error: the file names nobody.*\n {2}at {4}nobody\.csv\n {2}next {2}export it again/,
    );
    expect(await readFile(path.join(cwd, 'old.ndjson'), 'utf8')).toBe('earlier rows\n');
  });
});

describe('a file of NDJSON without a line', () => {
  it.each(READERS.slice(0, 3))('names nobody: %s', async (_, argv) => {
    await write('nobody.ndjson', '');
    const { code, err } = await run(argv('nobody.ndjson'), { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining('the file names nobody')]);
  });
});

describe('the directory of a rehearsal', () => {
  it('is no empty org where no row of it is a person', async () => {
    await write('nobody.csv', 'login,id\n,00u1\n,00u2\n');
    const { code, out, err } = await run(['rehearse', 'good.csv', '--directory', 'nobody.csv'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('warning: directory, row 2: no login\n');
    expect(err).toContain('error: no row of the directory is a person\n  at    nobody.csv\n  next  ');
  });
});
