import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT, run } from './harness.ts';

let folder: string;
const at = (name: string) => path.join(folder, name);
const examples = (name: string) => path.join(ROOT, 'examples', name);
const rehearse = (people: string, ...argv: string[]) =>
  run(['rehearse', people, '--directory', examples('directory.csv'), ...argv]);
const rowsOf = async (name: string) =>
  (await readFile(at(name), 'utf8'))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** The column of directory.csv with the logins. */
const LOGIN = 3;
/** What Okta takes for one login, and more. */
const folded = (login: string) => login.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'rehearse-'));
  await rehearse(examples('people.csv'), '--out', at('old.ndjson'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('rehearse', () => {
  it('shows what the example import would do, ends with 3, and writes a row and a report for every person', async () => {
    const { code, out, err } = await rehearse(
      examples('people.csv'),
      ...['--out', at('rows.ndjson'), '--report', at('report.html')],
    );
    expect(code).toBe(3);
    expect(err).toMatch(
      /^500 people in \d+\.\d s: 11 need a person; see .*report\.html and .*rows\.ndjson\n$/,
    );
    for (const title of ['Rehearsal', 'Most used rules', 'Collisions inside the file'])
      expect(out).toContain(title);
    expect(out).toMatch(/left for review +│ 1 /);
    const rows = await rowsOf('rows.ndjson');
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 500 }, (_, index) => index + 2));
    expect(await readFile(at('report.html'), 'utf8')).toContain('Of 500 people');
    for (const name of ['rows.ndjson', 'report.html'])
      expect((await stat(at(name))).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['as ever', (login: string) => login],
    ['in capitals', (login: string) => login.toUpperCase()],
    ['with diacritics', (login: string) => login.replace(/[aeo]/, (letter) => `${letter}\u0301`)],
  ])('gives nobody of the file a login that somebody of the org has, written %s', async (_, write) => {
    const [head = '', ...lines] = (await readFile(examples('directory.csv'), 'utf8')).trimEnd().split('\n');
    const org = lines.map((line) => line.split(',').with(LOGIN, write(line.split(',')[LOGIN] ?? '')));
    await writeFile(at('org.csv'), [head, ...org.map((fields) => fields.join(','))].join('\n'));
    const files = ['--directory', at('org.csv'), '--out', at('created.ndjson')];
    expect((await run(['rehearse', examples('people.csv'), ...files])).code).toBe(3);

    const created = (await rowsOf('created.ndjson')).filter(({ outcome }) => outcome === 'created');
    const logins = created.map(({ loginAfter }) => folded(loginAfter));
    expect(logins.length).toBeGreaterThan(400);
    expect(new Set(logins).size).toBe(logins.length);
    const held = new Set(org.map((fields) => folded(fields[LOGIN] ?? '')));
    expect(held.size).toBe(2_000);
    expect(logins.filter((login) => held.has(login))).toEqual([]);
  });

  it('ends with 0 when nobody needs a person', async () => {
    await writeFile(
      at('one.csv'),
      'uniqueId,firstName,lastName,email\ne1,Ann,Nobody,ann.nobody@example.test\n',
    );
    const { code, out } = await rehearse(at('one.csv'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ people: 1, inNeed: 0, outcomes: { created: 1 } });
  });

  it('finds no difference to itself, and the ones that other rules make', async () => {
    const same = await rehearse(examples('people.csv'), '--compare', at('old.ndjson'), '--json');
    expect(JSON.parse(same.out).differences).toEqual({
      different: 0,
      kinds: [],
      first: [],
      added: 0,
      gone: 0,
    });
    await writeFile(
      at('rules.yaml'),
      `version: 1\nrules:\n  - name: no-contractors\n    when: 'appUser.accountType == "CONTRACTOR"'\n    fail: '"not yet"'\n`,
    );
    const other = ['--rules', at('rules.yaml'), '--compare', at('old.ndjson')];
    const { out } = await rehearse(examples('people.csv'), ...other, '--report', at('compared.html'));
    expect(out).toMatch(/created → error answered +│ \d+/);
    expect(out).toMatch(/created → left for review +│ \d+/);
    expect(await readFile(at('compared.html'), 'utf8')).toContain('came out differently');
  });

  it('reads an app’s own matching and mapping', async () => {
    await writeFile(at('mapping.yaml'), 'version: 1\nmatching: [employeeNumber]\n');
    const { out } = await rehearse(examples('people.csv'), '--mapping', at('mapping.yaml'), '--json');
    const { outcomes } = JSON.parse(out);
    expect(outcomes.linked).toBeGreaterThan(0);
    expect(outcomes['left for review']).toBe(0);
  });

  it('goes on after rows that are nobody and says which, or stops there when it is strict', async () => {
    await writeFile(at('bad.csv'), 'uniqueId,email\ne1,a.b@example.test,too many\ne2,c.d@example.test\n');
    const { code, out } = await rehearse(at('bad.csv'), '--json', '--out', at('bad.ndjson'));
    expect([code, JSON.parse(out).people]).toEqual([3, 2]);
    expect((await rowsOf('bad.ndjson'))[0]).toMatchObject({ row: 2, outcome: 'failed' });
    const strict = await rehearse(at('bad.csv'), '--strict');
    expect([strict.code, strict.out]).toEqual([1, '']);
    expect(strict.err).toContain('row 2');
  });

  it('stops in good order when somebody asks it to', async () => {
    const argv = ['rehearse', examples('people.csv'), '--directory', examples('directory.csv')];
    const stopped = await run([...argv, '--out', at('stopped.ndjson')], { signal: AbortSignal.abort() });
    expect([stopped.code, stopped.out]).toEqual([1, '']);
    expect(stopped.err).toMatch(/^error: stopped after 0 people\n.*the same command begins again\n$/);
    expect(await readFile(at('stopped.ndjson'), 'utf8')).toBe('');
  });

  it.each([
    [['--workers', '0'], 2, '--workers'],
    [['--on-error', 'ignore'], 2, '--on-error'],
    [['--from-okta'], 2, '--directory'],
    [['--url', 'http://localhost/hooks/import'], 2, 'https'],
    [['--url', 'https://localhost:1/', '--rules', 'rules.yaml'], 2, '--rules'],
    [['--url', 'https://localhost:1/', '--secret-file', '/dev/null'], 1, 'no secret'],
    [['--url', 'https://localhost:1/'], 1, 'does not take the calls: connection'],
    [['--compare', 'package.json'], 1, 'line 1'],
    [['--compare', 'no-such-file'], 1, 'ENOENT'],
    [['--rules', 'package.json'], 1, 'package.json'],
    [['--mapping', 'package.json'], 1, 'package.json'],
    [['--out', 'no/such/folder'], 1, 'cannot be written'],
  ])('says what is wrong and what to do: %j', async (argv, code, words) => {
    const result = await rehearse(examples('people.csv'), ...argv);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(words);
  });

  it('says that a file of people cannot be read', async () => {
    const { code, err } = await rehearse('no-such-people.csv');
    expect([code, err]).toEqual([1, expect.stringMatching(/ENOENT[\s\S]*no-such-people\.csv/)]);
  });

  it('sums up reasons by what they say, whatever number is in them', async () => {
    const latin = at('latin.csv');
    await writeFile(latin, Buffer.from('uniqueId,lastName\n1,M\xfcller\n', 'latin1'));
    const { code, out, err } = await rehearse(latin);
    expect([code, out, err]).toEqual([
      3,
      expect.stringContaining('text that is not UTF-8'),
      expect.stringMatching(/^1 person in .*: 1 needs a person\n$/),
    ]);
  });

  it('names the first row of every reason, for people and for machines', async () => {
    const person = (id: string) => `${id},Ann,Nobody,ann.nobody@example.test\n`;
    const twice = ['e1', 'e2', 'e1', 'e3', 'e2'].map(person).join('');
    await writeFile(at('twice.csv'), `uniqueId,firstName,lastName,email\n${twice}e4,too,few\n`);
    const { out } = await rehearse(at('twice.csv'));
    expect(out).toMatch(/row … has this external id +│ 2 +│ 4 /);
    expect(out).toMatch(/another number of columns than the header +│ 1 +│ 7 /);
    const { reasons } = JSON.parse((await rehearse(at('twice.csv'), '--json')).out);
    expect(reasons).toContainEqual({ name: 'row … has this external id', count: 2, firstRow: 4 });
  });

  it('takes an empty file for no import, and no empty org for an export', async () => {
    const { code, out, err } = await rehearse('/dev/null');
    expect([code, out, err]).toEqual([1, '', expect.stringContaining('the file is empty')]);
    const org = await run(['rehearse', examples('people.csv'), '--directory', '/dev/null']);
    expect([org.code, org.out, org.err]).toEqual([1, '', expect.stringContaining('names no login')]);
  });
});
