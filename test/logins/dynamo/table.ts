import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import type { SeedableLedger } from '../../../lambda/logins/ledger.ts';
import { LOCAL_LOGIN_TABLE, startDynamoDb } from '../../../local/dynamodb.ts';

/** A real client against dynalite. */
export async function startTable() {
  const standIn = await startDynamoDb({ port: 0, region: 'us-east-1' });
  const client = new DynamoDBClient({
    endpoint: standIn.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 2,
  });
  let requests = 0;
  client.middlewareStack.add(
    (next) => (args) => {
      requests += 1;
      return next(args);
    },
    { step: 'initialize' },
  );

  let ledgers = 0;
  return {
    url: standIn.url,
    client,
    ledger: createDynamoLedger({ client, table: LOCAL_LOGIN_TABLE }),
    /** An empty ledger of its own: its names begin with a number nobody else has. */
    freshLedger: async (): Promise<SeedableLedger> =>
      prefixed(createDynamoLedger({ client, table: LOCAL_LOGIN_TABLE }), `t${ledgers++}-`),
    /** How many requests `work` made. */
    requestsOf: async (work: () => Promise<unknown>): Promise<number> => {
      const before = requests;
      await work();
      return requests - before;
    },
    close: async () => {
      client.destroy();
      await standIn.close();
    },
  };
}

// A table a test run is much faster than a table a case.
function prefixed(ledger: SeedableLedger, prefix: string): SeedableLedger {
  const ours = <Owner extends { readonly appId: string }>(owner: Owner) => ({
    ...owner,
    appId: `${prefix}${owner.appId}`,
  });
  return {
    promiseOf: (owner, signal) => ledger.promiseOf(ours(owner), signal),
    claimOf: async (fold, signal) => {
      const claim = await ledger.claimOf(prefix + fold, signal);
      return claim && { ...claim, owner: { ...claim.owner, appId: claim.owner.appId.slice(prefix.length) } };
    },
    nextNumberOf: (base, signal) => ledger.nextNumberOf(prefix + base, signal),
    settle: (owner, promise, expected, signal) => ledger.settle(ours(owner), promise, expected, signal),
    claim: (fold, request, signal) =>
      ledger.claim(prefix + fold, { ...request, owner: ours(request.owner) }, signal),
    release: (fold, owner, signal) => ledger.release(prefix + fold, ours(owner), signal),
    forget: (owner, expected, signal) => ledger.forget(ours(owner), expected, signal),
    takeNumbers: (base, from, count, signal) => ledger.takeNumbers(prefix + base, from, count, signal),
    raiseNumber: (base, next, signal) => ledger.raiseNumber(prefix + base, next, signal),
  };
}
