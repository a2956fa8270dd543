import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFindCredential } from '../../../lambda/passwords/credentials/find.ts';
import {
  credentialFrom,
  credentialItem,
  credentialKey,
  FAILED_EVENTS,
  shortNameItem,
  shortNameKey,
  type WritableCredential,
} from '../../../lambda/passwords/credentials/record.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../../../lambda/passwords/outcome.ts';
import { createCheckHash } from '../../../lambda/passwords/sources/check-hash.ts';
import { UNKNOWN_USER } from '../../../lambda/passwords/sources/source.ts';
import { createTableSource } from '../../../lambda/passwords/sources/table.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../../local/dynamodb.ts';
import { startTable } from '../../logins/dynamo/table.ts';
import { NEVER } from '../world.ts';

const HASH = '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK';
const PASSWORD = 'correct horse battery';
const waiting: WritableCredential = { stored: { hash: HASH, format: 'auto' }, state: 'waiting' };

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
  const put = (Item: object) =>
    table.client.send(new PutItemCommand({ TableName: LOCAL_CREDENTIAL_TABLE, Item: { ...Item } }));
  const person = (login: string, change: Partial<WritableCredential> = {}) =>
    put({ ...credentialKey(login), ...credentialItem({ ...waiting, ...change }) });
  const { stored: _, ...deleted } = waiting;
  await Promise.all([
    person('ana.silva@example.com', { oktaId: '00u1' }),
    person('josé@example.com'),
    person('søren@example.com', { login: 'søren@example.com', createdAt: 5 }),
    person('bob@example.com', { login: 'bob@example.com' }),
    put({ ...shortNameKey('bob'), ...shortNameItem({ kind: 'login', fold: 'bob@example.com' }) }),
    put({ ...shortNameKey('søren'), ...shortNameItem({ kind: 'login', fold: 'soren@example.com' }) }),
    person('off@example.com', { state: 'disabled' }),
    person('broken@example.com', { stored: { hash: '$2a$10$short', format: 'auto' } }),
    put({ ...credentialKey('gone@example.com'), ...credentialItem({ ...deleted, state: 'migrated' }) }),
    put({ ...credentialKey('foreign@example.com'), note: { S: 'not ours' } }),
    put({ ...shortNameKey('ana.silva'), ...shortNameItem({ kind: 'login', fold: 'ana.silva@example.com' }) }),
    put({ ...shortNameKey('smith'), ...shortNameItem({ kind: 'ambiguous' }) }),
  ]);
});
afterAll(() => table.close());

const ask = (username: string, password = PASSWORD) =>
  createTableSource({
    find: createFindCredential({ client: table.client, table: LOCAL_CREDENTIAL_TABLE }),
    checkHash: createCheckHash({ spendAlike: false }),
  })({ username, password }, NEVER);

describe('the credential table', () => {
  it.each(['ana.silva@example.com', 'ANA.Silva@Example.com', 'Jose@example.com', 'ana.silva', 'Ana.Silva'])(
    'knows %s, however it is typed',
    async (username) => {
      expect(await ask(username)).toEqual(MATCH);
      expect(await ask(username, `${PASSWORD} `)).toEqual(NO_MATCH);
    },
  );

  it('lets nobody whom Okta does not have yet in by a short name: Okta means another person', async () => {
    expect(await ask('bob@example.com')).toEqual(MATCH);
    expect(await ask('bob')).toEqual(UNKNOWN_USER);
  });

  it.each([
    'nobody@example.com',
    'smith',
    'gone@example.com',
    'foreign@example.com',
    `${'x'.repeat(5_000)}@y`,
  ])('knows nobody behind %.20s', async (username) => {
    expect(await ask(username)).toEqual(UNKNOWN_USER);
  });

  it.each(['Søren@example.com', 'SØREN'])(
    'tells %s from others whose login only looks alike',
    async (username) => {
      expect(await ask(username)).toEqual(MATCH);
    },
  );

  it.each(['soren@example.com', 'soren'])(
    'lets nobody in as %s with the password of søren',
    async (username) => {
      expect(await ask(username)).toEqual(cannotDecide('source unclear'));
      expect(await ask(username, 'a password of their own')).toEqual(cannotDecide('source unclear'));
    },
  );

  it('has no right password for a disabled person', async () => {
    expect(await ask('off@example.com')).toEqual(NO_MATCH);
  });

  it('cannot say anything about a broken hash', async () => {
    expect(await ask('broken@example.com')).toEqual(cannotDecide('malformed hash'));
  });

  it('is down when it does not answer', async () => {
    const source = createTableSource({
      find: () => Promise.reject(new Error('no network')),
      checkHash: createCheckHash({ spendAlike: false }),
    });
    expect(await source({ username: 'ana', password: PASSWORD }, NEVER)).toEqual(cannotDecide('source down'));
  });

  it('reads back what it writes', () => {
    const record: WritableCredential = {
      stored: { hash: 'h', format: 'f', salt: 's' },
      state: 'migrated',
      login: 'ana',
      oktaId: '00u1',
      wave: 'one',
      createdAt: 1,
      lastFailureAt: 2,
      migratedAt: 3,
      deleteAfter: 4,
      hashDeletedAt: 5,
    };
    const failed = { [FAILED_EVENTS]: { SS: ['a', 'b'] } };
    expect(credentialFrom({ ...credentialItem(record), ...failed })).toEqual({ ...record, failures: 2 });
  });
});

describe('somebody unknown', () => {
  const check = async (username: string) => {
    let checked = 0;
    // Reading the hash begins a check.
    const decoy = {
      format: 'auto',
      get hash() {
        checked += 1;
        return HASH;
      },
    };
    const source = createTableSource({
      find: createFindCredential({ client: table.client, table: LOCAL_CREDENTIAL_TABLE }),
      checkHash: createCheckHash({ decoy, spendAlike: true }),
    });
    const answer = await source({ username, password: PASSWORD }, NEVER);
    return { answer, checked: checked > 0 };
  };

  it('costs a check of a decoy, even whose password it is', async () => {
    expect(await check('nobody@example.com')).toEqual({ answer: UNKNOWN_USER, checked: true });
    expect(await check('smith')).toEqual({ answer: UNKNOWN_USER, checked: true });
    expect(await check('bob')).toEqual({ answer: UNKNOWN_USER, checked: true });
    expect(await check('ana.silva@example.com')).toEqual({ answer: MATCH, checked: false });
  });

  it('costs as many reads as somebody known: a login, a short name, also an ambiguous one or of whom Okta does not have', async () => {
    const readsOf = async (username: string) => {
      let reads = 0;
      const client = Object.assign(Object.create(table.client), {
        send: (...request: Parameters<typeof table.client.send>) => {
          reads += 1;
          return table.client.send(...request);
        },
      });
      await createFindCredential({ client, table: LOCAL_CREDENTIAL_TABLE })(username, NEVER);
      return reads;
    };
    const shortNames = await Promise.all(['ana.silva', 'nobody', 'smith', 'bob'].map(readsOf));
    expect(new Set(shortNames).size).toBe(1);
    const logins = await Promise.all(['ana.silva@example.com', 'nobody@example.com'].map(readsOf));
    expect(new Set(logins).size).toBe(1);
  });
});

describe('an account whose hash was taken away', () => {
  const disabled = { hash: '!', format: 'auto' };
  /** A hash that counts how often it is looked at. */
  const counted = () => {
    let checked = 0;
    const stored = {
      format: 'auto',
      get hash() {
        checked += 1;
        return HASH;
      },
    };
    return { stored, checked: () => checked };
  };

  it('costs a check of the decoy, and has no right password', async () => {
    const decoy = counted();
    const check = createCheckHash({ decoy: decoy.stored, spendAlike: true });
    expect(await check(PASSWORD, disabled, NEVER)).toEqual(NO_MATCH);
    expect(decoy.checked()).toBeGreaterThan(0);
  });

  it('does not become the decoy of people whom nobody knows', async () => {
    const known = counted();
    const check = createCheckHash({ spendAlike: true });
    await check(PASSWORD, known.stored, NEVER);
    await check(PASSWORD, disabled, NEVER);
    const before = known.checked();
    expect(await check(PASSWORD, undefined, NEVER)).toEqual(UNKNOWN_USER);
    expect(known.checked()).toBeGreaterThan(before);
  });
});

describe('a password that is too long to be checked', () => {
  it('is undecided whoever types it: the answer tells nobody who is known', async () => {
    const check = createCheckHash({ spendAlike: true });
    const long = 'x'.repeat(5_000);
    const undecided = cannotDecide('over the work limit');
    expect(await check(long, { hash: HASH, format: 'auto' }, NEVER)).toEqual(undecided);
    expect(await check(long, undefined, NEVER)).toEqual(undecided);
    expect(await check(long, { hash: '*', format: 'auto' }, NEVER)).toEqual(undecided);
  });
});
