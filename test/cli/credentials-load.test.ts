import { pbkdf2Sync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createFindCredential } from '../../lambda/passwords/credentials/find.ts';
import { credentialItem, credentialKey, FAILED_EVENTS } from '../../lambda/passwords/credentials/record.ts';
import { verifyHash } from '../../lambda/passwords/hashes/verify.ts';
import { cannotDecide, MATCH } from '../../lambda/passwords/outcome.ts';
import { type DynamoDbStandIn, LOCAL_CREDENTIAL_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { readFixture } from '../passwords/hashes/fixtures.ts';
import { run } from './harness.ts';

const hashOf = (fixture: string) => readFixture(fixture).hashes[0]?.hash ?? '';
const WORDS = 'correct horse battery';
const BCRYPT = hashOf('bcrypt-php');
const ARGON2 = hashOf('argon2id');
const never = new AbortController().signal;

let cwd: string;
let standIn: DynamoDbStandIn;
let client: DynamoDBClient;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(os.tmpdir(), 'credentials-'));
});
afterAll(() => rm(cwd, { recursive: true }));
beforeEach(async () => {
  standIn = await startDynamoDb({ port: 0, region: 'us-east-1' });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new DynamoDBClient({ endpoint: standIn.url, region: 'us-east-1', credentials });
  const outputs = { CredentialTableName: LOCAL_CREDENTIAL_TABLE, endpoints: { dynamoDb: standIn.url } };
  await writeFile(path.join(cwd, 'outputs.json'), JSON.stringify(outputs));
});
afterEach(async () => {
  client.destroy();
  await standIn.close();
});

const find = (username: string) =>
  createFindCredential({ client, table: LOCAL_CREDENTIAL_TABLE })(username, never);
const items = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: LOCAL_CREDENTIAL_TABLE }));
  return new Map(Items.map((item) => [item['pk']?.S ?? '', item]));
};

type Row = Readonly<Record<string, string>>;
const csv = (rows: readonly Row[]) => {
  const columns = ['login', 'hash', 'salt', 'format', 'oktaId', 'wave'];
  const cell = (text = '') => `"${text.replaceAll('"', '""')}"`;
  return [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))].join(
    '\n',
  );
};

/** Loads people as the command does, and returns its counts and its rows. */
async function load(people: readonly Row[], options: readonly string[] = [], signal = never) {
  await writeFile(path.join(cwd, 'people.csv'), csv(people));
  const argv = [
    'credentials',
    'load',
    'people.csv',
    '--json',
    '--out',
    'out.ndjson',
    '--outputs',
    'outputs.json',
  ];
  const { code, out, err } = await run([...argv, ...options], { cwd, signal });
  const lines = (await readFile(path.join(cwd, 'out.ndjson'), 'utf8').catch(() => ''))
    .split('\n')
    .filter(Boolean);
  const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, err, out, counts: out === '' ? {} : JSON.parse(out), rows };
}

describe('loading credentials', () => {
  it('lets people sign in with the login in any spelling, or with its short name', async () => {
    const { code, rows } = await load([
      { login: 'José.Núñez@example.com', hash: `${BCRYPT}  `, oktaId: '00u1', wave: '2' },
    ]);
    expect(code).toBe(0);
    expect(rows).toEqual([{ row: 2, oktaId: '00u1', format: 'bcrypt', okta: 'BCRYPT', outcome: 'loaded' }]);
    for (const username of ['jose.nunez@EXAMPLE.com', 'Jose.Núñez']) {
      const found = await find(username);
      expect(found).toMatchObject({ state: 'waiting', oktaId: '00u1', wave: '2', failures: 0 });
      const stored = found?.stored ?? { format: '', hash: '' };
      expect(await verifyHash(Buffer.from(WORDS), stored)).toEqual({ kind: 'match' });
    }
  });

  it('writes no login, hash or salt to its output, whatever becomes of a row', async () => {
    const secret = { login: 'secret-login@example.com', salt: 'secret-salt' };
    const { out, err, rows } = await load([
      { ...secret, hash: '$2y$secret-hash' },
      { ...secret, hash: BCRYPT },
      { ...secret, login: `${'secret'.repeat(20)}@example.com`, hash: BCRYPT },
    ]);
    expect(rows).toHaveLength(3);
    expect(out + err + JSON.stringify(rows)).not.toMatch(/secret|\$2y/);
  });

  it('names what nobody can verify, and lets the hook say that it cannot tell instead of wrong password', async () => {
    const { code, counts, rows } = await load([
      { login: 'cut@example.com', hash: BCRYPT.slice(0, 40) },
      { login: 'unknown@example.com', hash: '5f4dcc3b5aa765d61d8327deb882cf99' },
      { login: 'costly@example.com', hash: BCRYPT.replace('$05$', '$19$') },
      { login: 'yes@example.com', hash: hashOf('yescrypt') },
      { login: 'long@example.com', hash: 'x'.repeat(500_000) },
      { login: '', hash: BCRYPT },
    ]);
    expect(code).toBe(3);
    expect(counts).toMatchObject({ loaded: 0, cannotBeVerified: 5, badRows: 1, okta: 1 });
    // Okta itself takes what is too costly for the hook
    expect(rows[2]).toMatchObject({ row: 4, outcome: 'cannot be verified', okta: 'BCRYPT' });
    for (const name of ['cut', 'unknown', 'costly', 'yes', 'long']) {
      const stored = (await find(`${name}@example.com`))?.stored ?? { format: '', hash: '' };
      expect(await verifyHash(Buffer.from(WORDS), stored)).toMatchObject({ kind: 'cannot decide' });
    }
  });

  it('passes over people without a hash, about whom nothing has to be done', async () => {
    const { code, counts, rows } = await load([
      { login: 'ann@example.com', hash: BCRYPT },
      { login: 'none@example.com', hash: ' ' },
    ]);
    expect({ code, counts }).toMatchObject({ code: 0, counts: { loaded: 1, withoutHash: 1, badRows: 0 } });
    expect(rows[1]).toEqual({ row: 3, outcome: 'no hash' });
    expect(await find('none@example.com')).toBeUndefined();
  });

  it('loads nobody of several rows with one folded login', async () => {
    const { code, rows } = await load([
      { login: 'jose@example.com', hash: BCRYPT },
      { login: 'ann@example.com', hash: BCRYPT },
      { login: 'JOSÉ@example.com', hash: ARGON2 },
    ]);
    expect(code).toBe(3);
    expect(rows.map(({ outcome, firstRow }) => [outcome, firstRow])).toEqual([
      ['duplicate login', 2],
      ['loaded', undefined],
      ['duplicate login', 2],
    ]);
    expect([...(await items()).keys()].sort()).toEqual(['credential#ann@example.com', 'short#ann']);
  });

  it('gives the record of one person to nobody whose login only looks alike, in another file', async () => {
    await load([{ login: 'Søren@example.com', hash: BCRYPT }]);
    const { code, counts } = await load([{ login: 'soren@example.com', hash: ARGON2 }]);
    expect([code, counts]).toEqual([3, expect.objectContaining({ lookAlikes: 1, updated: 0, loaded: 0 })]);
    expect((await find('soren@example.com'))?.stored?.hash).toBe(BCRYPT);
    const again = await load([{ login: 'SØREN@example.com', hash: ARGON2 }]);
    expect([again.code, again.counts]).toEqual([0, expect.objectContaining({ lookAlikes: 0, updated: 1 })]);
  });

  it('takes a short name from whoever shares it with somebody who has no hash here: Okta may mean either', async () => {
    const { rows } = await load([
      { login: 'ida@example.com', hash: BCRYPT, oktaId: '00u1' },
      { login: 'ida@example.org', hash: '' },
    ]);
    expect(rows).toMatchObject([{ outcome: 'loaded', shortName: 'ambiguous' }, { outcome: 'no hash' }]);
    expect(await find('ida')).toBeUndefined();
    expect(await find('ida@example.com')).toBeDefined();
  });

  it('says what the hook, which has no settings, cannot check, and has no password called wrong for it', async () => {
    const salt = Buffer.from('saltsalt');
    const key = pbkdf2Sync(WORDS, Buffer.concat([salt, Buffer.from('pepper')]), 185_000, 32, 'sha1');
    const spring = `{pbkdf2}${Buffer.concat([salt, key]).toString('hex')}`;
    const firebase = { base64_signer_key: 'AAAA', base64_salt_separator: 'Bw==', rounds: 8, mem_cost: 14 };
    await writeFile(
      path.join(cwd, 'settings.json'),
      JSON.stringify({ spring: { secret: 'pepper', plainText: true }, firebase }),
    );
    const people = [
      { login: 'pepper@example.com', hash: spring },
      { login: 'plain@example.com', hash: `{noop}${WORDS}` },
      { login: 'fire@example.com', hash: 'A'.repeat(88), salt: 'AAAA', format: 'firebase' },
      { login: 'none@example.com', hash: `{bcrypt}${BCRYPT}` },
    ];
    const { code, rows } = await load(people, ['--hash-settings', 'settings.json']);
    expect(code).toBe(3);
    expect(rows.map(({ outcome }) => outcome)).toEqual([...Array(3).fill('cannot be verified'), 'loaded']);
    const verdicts = await Promise.all(
      people.map(async ({ login }) => {
        const stored = (await find(login))?.stored ?? { format: '', hash: '' };
        return verifyHash(Buffer.from(WORDS), stored);
      }),
    );
    expect(verdicts).toEqual([...Array(3).fill(cannotDecide('unsupported hash')), MATCH]);
  });

  it('takes a short name from everybody who shares it, in one file or in several', async () => {
    await load([{ login: 'ann@example.com', hash: BCRYPT, oktaId: '00u1' }]);
    expect(await find('ann')).toBeDefined();
    const { code, rows } = await load([
      { login: 'ann@example.org', hash: BCRYPT },
      { login: 'bob@example.com', hash: BCRYPT },
      { login: 'bob@example.org', hash: BCRYPT },
    ]);
    expect(code).toBe(0);
    expect(rows.map(({ shortName }) => shortName)).toEqual(['ambiguous', 'ambiguous', 'ambiguous']);
    // loading the first again does not give the name back
    await load([{ login: 'ann@example.com', hash: BCRYPT }]);
    for (const name of ['ann', 'bob']) expect(await find(name)).toBeUndefined();
    expect(await find('ann@example.org')).toBeDefined();
  });

  it('changes nothing the second time, takes a new hash, and keeps what a file does not say', async () => {
    const ann = { login: 'ann@example.com', hash: BCRYPT, oktaId: '00u1', wave: '1' };
    await load([ann]);
    const before = await items();
    expect((await load([ann])).counts).toMatchObject({ loaded: 0, unchanged: 1 });
    expect(await items()).toEqual(before);
    expect((await load([{ login: 'ann@example.com', hash: ARGON2 }])).counts).toMatchObject({ updated: 1 });
    expect(await find('ann@example.com')).toMatchObject({ oktaId: '00u1', stored: { format: 'argon2' } });
  });

  it('never touches somebody who has been migrated', async () => {
    const record = { state: 'migrated', migratedAt: 1, deleteAfter: 2 } as const;
    const failed = { [FAILED_EVENTS]: { SS: ['one', 'two'] } };
    const Item = { ...credentialKey('ann@example.com'), ...credentialItem(record), ...failed };
    await client.send(new PutItemCommand({ TableName: LOCAL_CREDENTIAL_TABLE, Item }));
    const { code, counts } = await load([{ login: 'Ann@example.com', hash: BCRYPT }]);
    expect([code, counts]).toMatchObject([0, { migratedBefore: 1, loaded: 0 }]);
    expect(await find('ann@example.com')).toEqual({ ...record, failures: 2 });
  });

  it('keeps disabled accounts as accounts without a password', async () => {
    const { code, rows } = await load([{ login: 'gone@example.com', hash: '!' }]);
    expect([code, rows[0]]).toMatchObject([0, { outcome: 'loaded', disabled: true }]);
    expect(await find('gone@example.com')).toEqual({
      state: 'disabled',
      login: 'gone@example.com',
      failures: 0,
    });
  });

  it('takes the format of a row before that of the file, and a salt as it stands', async () => {
    const [, digest = '', salt = ''] = /^([^:]*):(.*)$/.exec(hashOf('joomla')) ?? [];
    const { code } = await load(
      [
        { login: 'a@example.com', hash: digest, salt },
        { login: 'b@example.com', hash: BCRYPT, format: 'auto' },
      ],
      ['--format', 'joomla'],
    );
    expect(code).toBe(0);
    const stored = (await find('a@example.com'))?.stored ?? { format: '', hash: '' };
    expect(await verifyHash(Buffer.from(WORDS), stored)).toEqual({ kind: 'match' });
  });

  it('writes nothing in a dry run, and says what a run would', async () => {
    const people = [{ login: 'ann@example.com', hash: BCRYPT }];
    const dry = await load(people, ['--dry-run']);
    expect(dry.counts).toMatchObject({ loaded: 1, dryRun: true });
    expect(await items()).toEqual(new Map());
    expect((await load(people)).rows).toEqual(dry.rows);
  });
});

describe('a load that was stopped', () => {
  const people = Array.from({ length: 100 }, (_, index) => ({
    login: `p${index}@example.com`,
    hash: BCRYPT,
  }));

  it('goes on at the row it names, appends to --out, and ends as if it had never been stopped', async () => {
    const stop = new AbortController();
    await writeFile(path.join(cwd, 'people.csv'), csv(people));
    const argv = [
      'credentials',
      'load',
      'people.csv',
      '--outputs',
      'outputs.json',
      '--out',
      'stopped.ndjson',
    ];
    const stderr = {
      text: '',
      write(text: string) {
        this.text += text;
        // on a busy machine the line is drawn before the first row, too
        if (/ [1-9]\d* of 100/.test(text)) stop.abort();
      },
    };
    const { code } = await run(argv, { cwd, signal: stop.signal, watched: true, stderr });
    expect(code).toBe(1);
    const [, next = ''] = /--from-row (\d+) goes on/.exec(stderr.text) ?? [];
    expect(Number(next)).toBeGreaterThan(2);
    expect(Number(next)).toBeLessThan(102);
    expect((await run([...argv, '--from-row', next], { cwd })).code).toBe(0);
    const lines = (await readFile(path.join(cwd, 'stopped.ndjson'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).row)).toEqual(people.map((_, index) => index + 2));
    expect((await items()).size).toBe(200);
  });

  it('names the row also when the table goes away, and quotes nothing of the people', async () => {
    const outputs = { CredentialTableName: 'no-such-table', endpoints: { dynamoDb: standIn.url } };
    await writeFile(path.join(cwd, 'outputs.json'), JSON.stringify(outputs));
    const { code, err } = await load(people);
    expect(code).toBe(1);
    expect(err).toContain('ResourceNotFoundException');
    expect(err).toContain('--from-row 1 goes on');
    expect(err).not.toMatch(/p\d+@|\$2y/);
  });
});

describe('wrong usage', () => {
  it.each([
    [['--format', 'jomla'], 'did you mean "joomla"?'],
    [['--from-row', 'x'], '--from-row takes a whole number from 1 on'],
  ])('%j writes nothing and says what is right', async (options, said) => {
    const { code, err } = await load([{ login: 'ann@example.com', hash: BCRYPT }], options);
    expect([code, err]).toEqual([2, expect.stringContaining(said.replaceAll('"', '\\"'))]);
    expect(await items()).toEqual(new Map());
  });

  it('refuses a file whose header names no login or no hash', async () => {
    await writeFile(path.join(cwd, 'people.csv'), 'login,name\nann@example.com,Ann\n');
    const { code, err } = await run(['credentials', 'load', 'people.csv', '--dry-run'], { cwd });
    expect([code, err]).toEqual([1, expect.stringContaining('names no hash')]);
  });
});
