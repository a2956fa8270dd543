import { createServer } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../../lambda/logins/choose.ts';
import { noDirectory } from '../../../lambda/logins/directory.ts';
import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import { LedgerUnavailable, type LoginLedger } from '../../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../../lambda/logins/memory-ledger.ts';
import { personAsking } from '../law-world.ts';
import { itKeepsTheLawsOfLogins } from '../laws.ts';
import { itIsALedger } from '../ledger-contract.ts';
import { startTable } from './table.ts';

const never = new AbortController().signal;
let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

const ask = (question: ReturnType<typeof personAsking>, ledger: LoginLedger) =>
  chooseLogin(question, { directory: noDirectory, ledger }, never);

describe('the ledger in DynamoDB', () => {
  itIsALedger(() => table.freshLedger());
  itKeepsTheLawsOfLogins(() => table.freshLedger(), { runs: 4, people: 4 });

  it('costs 3 requests without a conflict, 2 for a repeated call, 6 for the next number of a name', async () => {
    const ledger = await table.freshLedger();
    expect(await table.requestsOf(() => ask(personAsking('a', 'zoe'), ledger))).toBe(3);
    expect(await table.requestsOf(() => ask(personAsking('a', 'zoe'), ledger))).toBe(2);
    expect(await table.requestsOf(() => ask(personAsking('b', 'zoe'), ledger))).toBe(6);
    await ledger.takeNumbers('zoe0@example.com', 2, 9_990, never);
    expect(await table.requestsOf(() => ask(personAsking('c', 'zoe'), ledger))).toBe(6);
  });

  it('reads consistently: a promise or a claim of a moment ago is never overlooked', async () => {
    const reads: unknown[] = [];
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'GetItemCommand') reads.push(args.input);
          return next(args);
        },
      { step: 'initialize', name: 'reads' },
    );
    const ledger = await table.freshLedger();
    await ledger.promiseOf({ appId: '0oa', person: 'a' }, never);
    await ledger.claimOf('ann@example.com', never);
    await ledger.nextNumberOf('ann0@example.com', never);
    table.client.middlewareStack.remove('reads');
    expect(reads).toMatchObject([
      { ConsistentRead: true },
      { ConsistentRead: true },
      { ConsistentRead: true },
    ]);
  });

  it('keeps people apart whose identities are longer than a key may be', async () => {
    const ledger = await table.freshLedger();
    const long = 'x'.repeat(5_000);
    const first = await ask(personAsking(`${long}1`, 'max'), ledger);
    const second = await ask(personAsking(`${long}2`, 'max'), ledger);
    expect(first.login).not.toBe(second.login);
    expect((await ask(personAsking(`${long}1`, 'max'), ledger)).login).toBe(first.login);
  });

  it('is read by a rehearsal and never written', async () => {
    const ledger = await table.freshLedger();
    await ask(personAsking('a', 'uma'), ledger);
    const rehearsal = createMemoryLedger(ledger);
    const choices = [];
    const people = ['a', 'b', 'c'].map((person) => personAsking(person, 'uma'));
    for (const question of people) choices.push((await ask(question, rehearsal)).login);
    expect(choices).toEqual(['uma@example.com', 'uma2@example.com', 'uma3@example.com']);
    const owner = { appId: '0oa', person: 'b' };
    expect(await ledger.promiseOf(owner, never)).toBeUndefined();
    expect(await ledger.claimOf('uma2@example.com', never)).toBeUndefined();
    expect(await ledger.nextNumberOf('uma0@example.com', never)).toBeUndefined();
  });
});

describe('a DynamoDB that cannot be asked', () => {
  const unavailable = async (endpoint: string, tableName = 'no-such-table') => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const requestHandler = { connectionTimeout: 100, requestTimeout: 100, throwOnRequestTimeout: true };
    const client = new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      requestHandler,
    });
    const ledger = createDynamoLedger({ client, table: tableName });
    try {
      await ledger.promiseOf({ appId: '0oa', person: 'canary-person' }, never);
      throw new Error('it answered');
    } catch (error) {
      client.destroy();
      return error;
    }
  };

  it.each([
    ['resets connections', (socket: { resetAndDestroy(): void }) => socket.resetAndDestroy()],
    ['accepts and never answers', () => {}],
  ])('becomes LedgerUnavailable without cause or value when it %s', async (_, behave) => {
    const server = createServer(behave);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const error = await unavailable(`http://127.0.0.1:${port}`);
    server.close();
    expect(error).toBeInstanceOf(LedgerUnavailable);
    expect((error as Error).cause).toBeUndefined();
    expect(JSON.stringify([error, (error as Error).message, (error as Error).stack])).not.toContain(
      'canary-person',
    );
  });

  it('becomes LedgerUnavailable when the table is not there', async () => {
    const error = await unavailable(table.url);
    expect(error).toMatchObject({ name: 'LedgerUnavailable', reason: 'ResourceNotFoundException' });
  });
});
