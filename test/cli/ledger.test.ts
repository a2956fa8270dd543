import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamoDbStandIn, LOCAL_LOGIN_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { run } from './harness.ts';

let folder: string;
let table: DynamoDbStandIn;
const outputs = () => ['--outputs', path.join(folder, 'outputs.json')];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ledger-'));
  table = await startDynamoDb({ port: 0, region: 'us-east-1' });
  const file = { LoginTableName: LOCAL_LOGIN_TABLE, endpoints: { dynamoDb: table.url } };
  await writeFile(path.join(folder, 'outputs.json'), JSON.stringify(file));
  await writeFile(
    path.join(folder, 'users.csv'),
    'login,id,status\nann@example.com,00u1,ACTIVE\nANN2@example.com,00u2,DEPROVISIONED\n,00u3,ACTIVE\n',
  );
});
afterAll(async () => {
  await table.close();
  await rm(folder, { recursive: true });
});

const show = async (login: string) =>
  JSON.parse((await run(['ledger', 'show', login, '--json', ...outputs()])).out);

describe('ledger seed', () => {
  const seed = (...argv: string[]) =>
    run(['ledger', 'seed', '--directory', path.join(folder, 'users.csv'), ...argv, ...outputs()]);

  it('writes nothing in a dry run', async () => {
    const { code, out } = await seed('--dry-run', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toEqual({
      claimed: 2,
      promisedToAnother: 0,
      badRows: 1,
      counters: 1,
      dryRun: true,
    });
    expect(await show('ann@example.com')).toEqual({ login: 'ann@example.com', fold: 'ann@example.com' });
  });

  it('claims what people have, sets the counters, writes a line a row, and ends with 3 for a bad row', async () => {
    const rows = path.join(folder, 'rows.ndjson');
    const { code, out } = await seed('--out', rows);
    expect(code).toBe(3);
    expect(out).toContain('logins claimed');
    const lines = (await readFile(rows, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { row: 2, id: '00u1', outcome: 'claimed' },
      { row: 3, id: '00u2', outcome: 'claimed' },
      { row: 4, outcome: 'bad row', problem: 'no login' },
    ]);
    expect(await show('Änn@example.com')).toMatchObject({
      claim: { owner: { appId: 'okta', person: '00u1' } },
      nextNumber: 3,
    });
  });

  it('shows where the numbers of a name stand, asked with a number or without', async () => {
    expect((await show('ann@example.com')).nextNumber).toBe(3);
    expect((await show('ann2@example.com')).nextNumber).toBe(3);
  });

  it('stops when the person asks it to, says so, and goes on with the same command', async () => {
    const { code, err } = await run(
      ['ledger', 'seed', '--directory', path.join(folder, 'users.csv'), ...outputs()],
      { signal: AbortSignal.abort() },
    );
    expect(code).toBe(1);
    expect(err).toContain('the same command goes on');
    expect((await seed('--json')).code).toBe(3);
  });

  it.each([
    [['ledger', 'seed'], 2, '--directory'],
    [['ledger', 'seed', '--from-okta', '--directory', 'x'], 2, '--directory'],
    [['ledger', 'seed', '--directory', 'x', '--from', 'two'], 2, '--from'],
    [['ledger', 'seed', '--directory', 'no-such-file.csv', '--dry-run'], 1, 'ENOENT'],
    [['ledger', 'seed', '--from-okta', '--dry-run'], 1, 'OKTA_DOMAIN'],
    [['ledger', 'show', 'a@example.com', '--outputs', 'no-such-file.json'], 1, 'npm run deploy'],
    [['ledger', 'seed', '--directory', '/dev/null', '--dry-run'], 1, 'expected a column `login`'],
  ])('says what to do next: %j', async (argv, code, words) => {
    const result = await run(argv);
    expect([result.code, result.out]).toEqual([code, '']);
    expect(result.err).toContain(words);
  });

  it('names the table that cannot be asked', async () => {
    const wrong = path.join(folder, 'wrong.json');
    await writeFile(wrong, JSON.stringify({ LoginTableName: 'nobody', endpoints: { dynamoDb: table.url } }));
    const { code, err } = await run(['ledger', 'show', 'a@example.com', '--outputs', wrong]);
    expect(code).toBe(1);
    expect(err).toMatch(/ResourceNotFoundException.*\n.*nobody/);
  });

  it('says what to start where nobody listens', async () => {
    const stopped = path.join(folder, 'stopped.json');
    const endpoints = { dynamoDb: 'http://127.0.0.1:1' };
    await writeFile(stopped, JSON.stringify({ LoginTableName: 'nobody', endpoints }));
    const { code, err } = await run(['ledger', 'show', 'a@example.com', '--outputs', stopped]);
    expect([code, err]).toEqual([1, expect.stringMatching(/cannot be reached\n.*nobody\n.*npm start/)]);
  });
});
