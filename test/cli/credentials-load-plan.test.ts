import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { startTable } from '../logins/dynamo/table.ts';
import { hashed, planned, planText } from '../migration/create-world.ts';
import { readFixture } from '../passwords/hashes/fixtures.ts';
import { run } from './harness.ts';

const BCRYPT = readFixture('bcrypt-php').hashes[0]?.hash ?? '';
const ARGON2 = readFixture('argon2id').hashes[0]?.hash ?? '';

let cwd: string;
let table: Awaited<ReturnType<typeof startTable>>;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'credentials-plan-'));
  table = await startTable();
  const outputs = { CredentialTableName: LOCAL_CREDENTIAL_TABLE, endpoints: { dynamoDb: table.url } };
  await writeFile(path.join(cwd, 'outputs.json'), JSON.stringify(outputs));
});
afterEach(async () => {
  await table.close();
  await rm(cwd, { recursive: true });
});

const profileOf = (login: string) => ({ login, email: login, firstName: 'A', lastName: 'B' });
const PLAN = planText([
  planned(2, { profile: profileOf('José@example.com') }),
  hashed(3, { profile: profileOf('okta@example.com') }),
  planned(4, { profile: profileOf('invited@example.com'), way: 'reset' }),
  { row: 5, refused: ['no first name'], login: 'refused@example.com' },
  { row: 6, refused: ['no login'] },
]);

/** Loads people of a CSV text as a plan says; the rows of `--out` and the logins that the table has afterwards. */
async function load(people: string, options: readonly string[] = [], plan = PLAN) {
  await writeFile(path.join(cwd, 'people.csv'), people);
  await writeFile(path.join(cwd, 'users.plan.ndjson'), plan);
  const argv = ['credentials', 'load', 'people.csv', '--outputs', 'outputs.json', '--out', 'out.ndjson'];
  const { code, out, err } = await run([...argv, '--plan', 'users.plan.ndjson', ...options], { cwd });
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: LOCAL_CREDENTIAL_TABLE }));
  const lines = (await readFile(path.join(cwd, 'out.ndjson'), 'utf8').catch(() => '')).split('\n');
  return {
    ...{ code, out, err },
    rows: lines.filter(Boolean).map((line) => JSON.parse(line)),
    keys: Items.map(({ pk }) => pk?.S ?? '').sort(),
  };
}

const EXPORT = [
  'login,hash',
  `JOSE@example.com,"${ARGON2}"`,
  `okta@example.com,${BCRYPT}`,
  `Invited@example.com,${BCRYPT}`,
  `refused@example.com,${BCRYPT}`,
].join('\n');

describe('loading credentials as a plan says', () => {
  it('writes the hashes that the plan leaves to the hook, and nothing of anybody else', async () => {
    const { code, rows, keys } = await load(EXPORT);
    expect(code).toBe(0);
    expect(keys).toEqual(['credential#jose@example.com', 'short#jose']);
    expect(rows).toEqual([
      { row: 2, outcome: 'loaded', format: 'argon2' },
      { row: 3, outcome: 'left to Okta' },
      { row: 4, outcome: 'left to a link' },
      { row: 5, outcome: 'refused by the plan' },
    ]);
  });

  it('says how many it leaves out and why, to people and to machines, in a dry run too', async () => {
    const { out } = await load(EXPORT, ['--dry-run', '--json']);
    const counts = { loaded: 1, leftToOkta: 1, leftToLink: 1, refusedByPlan: 1, notInPlan: 0, dryRun: true };
    expect(JSON.parse(out)).toMatchObject({ ...counts, okta: 0 });
    const shown = await load(EXPORT);
    expect(shown.out).toMatch(/left out: the plan gives the hash to Okta itself +│ 1 /);
    expect(shown.out).toMatch(/left out: refused by the plan +│ 1 /);
    expect(shown.out).not.toContain('not in the plan');
  });

  it('leaves a login that the plan does not know to a person, also one that only looks like a planned one', async () => {
    const people = `login,hash\nnew@example.com,${BCRYPT}\nøkta@example.com,${BCRYPT}\n`;
    const { code, rows, keys } = await load(people);
    expect([code, keys]).toEqual([3, []]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['not in the plan', 'not in the plan']);
  });

  it('follows the plan and not the format: whom it invites gets no row for a hash that could be checked', async () => {
    const onlyInvited = planText([planned(2, { profile: profileOf('okta@example.com'), way: 'reset' })]);
    expect(await load(`login,hash\nokta@example.com,${BCRYPT}\n`, [], onlyInvited)).toMatchObject({
      code: 0,
      keys: [],
    });
  });

  it.each([
    ['no plan at all', 'login,hash\n', 'the file is no plan of this version'],
    ['a plan that was cut', PLAN.slice(0, -40), 'the plan is damaged'],
  ])('loads nobody by %s, and quotes nothing of it', async (_, plan, said) => {
    const { code, err, keys } = await load(EXPORT, [], plan);
    expect([code, err, keys]).toEqual([1, expect.stringContaining(said), []]);
    expect(err).not.toContain('example.com');
  });

  it('tells of a plan that is not there', async () => {
    const { code, err } = await load(EXPORT, ['--plan', 'none.ndjson']);
    expect([code, err]).toEqual([1, expect.stringContaining('none.ndjson')]);
  });
});
