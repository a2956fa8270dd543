import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import { LedgerUnavailable, type SeedableLedger } from '../../../lambda/logins/ledger.ts';
import { startTable } from './table.ts';

const never = new AbortController().signal;
const owner = { appId: '0oa', person: 'ann' };
const promise = { login: 'ann@example.com', choices: 'c', jobId: 'j', claimedAt: 1 };

/** Every method, as a service calls it. */
const METHODS: Readonly<Record<string, (ledger: SeedableLedger, signal: AbortSignal) => Promise<unknown>>> = {
  promiseOf: (ledger, signal) => ledger.promiseOf(owner, signal),
  claimOf: (ledger, signal) => ledger.claimOf('ann@example.com', signal),
  nextNumberOf: (ledger, signal) => ledger.nextNumberOf('ann0@example.com', signal),
  settle: (ledger, signal) => ledger.settle(owner, promise, undefined, signal),
  claim: (ledger, signal) => ledger.claim('ann@example.com', { owner, jobId: 'j', claimedAt: 1 }, signal),
  release: (ledger, signal) => ledger.release('ann@example.com', owner, signal),
  forget: (ledger, signal) => ledger.forget(owner, promise, signal),
  takeNumbers: (ledger, signal) => ledger.takeNumbers('ann0@example.com', 2, 1, signal),
  raiseNumber: (ledger, signal) => ledger.raiseNumber('ann0@example.com', 5, signal),
};
const methods = Object.entries(METHODS);

/** What a call ends with: its fault, or `answered`. */
const endOf = (call: Promise<unknown>) =>
  call.then(
    () => 'answered',
    (error: unknown) => error,
  );

describe('a caller who waits no longer', () => {
  let table: Awaited<ReturnType<typeof startTable>>;
  beforeAll(async () => {
    table = await startTable();
  });
  afterAll(() => table.close());

  it.each(methods)('ends %s, and nothing was written', async (_, call) => {
    const ledger = await table.freshLedger();
    const gone = new AbortController();
    gone.abort();
    const end = await endOf(call(ledger, gone.signal));
    expect(end).toBeInstanceOf(LedgerUnavailable);
    expect(end).toMatchObject({ reason: 'AbortError' });
    expect(await ledger.promiseOf(owner, never)).toBeUndefined();
    expect(await ledger.claimOf('ann@example.com', never)).toBeUndefined();
    expect(await ledger.nextNumberOf('ann0@example.com', never)).toBeUndefined();
  });
});

/** The ledger over a DynamoDB that gives everybody the same answer. */
async function ledgerOver(status: number, body: object) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    ledger: createDynamoLedger({ client, table: 'logins' }),
    async [Symbol.asyncDispose]() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const throttled = { __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException', message: 'canary' };

describe('a DynamoDB that refuses', () => {
  it.each(methods)('makes %s unavailable, never a "no"', async (_, call) => {
    await using world = await ledgerOver(400, throttled);
    const end = await endOf(call(world.ledger, never));
    expect(end).toBeInstanceOf(LedgerUnavailable);
    expect(end).toMatchObject({ reason: 'ThrottlingException' });
    expect((end as Error).cause).toBeUndefined();
    expect(String(end)).not.toContain('canary');
  });

  it('gives out no number where it does not say which', async () => {
    for (const answer of [{}, { Attributes: {} }, { Attributes: { next: { S: '7' } } }]) {
      await using world = await ledgerOver(200, answer);
      const end = await endOf(world.ledger.takeNumbers('ann0@example.com', 2, 1, never));
      expect(end).toBeInstanceOf(LedgerUnavailable);
      expect(end).toMatchObject({ reason: 'malformed answer' });
    }
  });

  it('has given out no number where the counter is none of ours', async () => {
    await using world = await ledgerOver(200, { Item: { other: { N: '7' } } });
    expect(await world.ledger.nextNumberOf('ann0@example.com', never)).toBeUndefined();
  });
});
