import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { awsErrorName } from '../../platform/aws-error-name.ts';
import { isWritten } from '../../platform/conditional-write.ts';
import { LedgerUnavailable, type SeedableLedger } from '../ledger.ts';
import { type Condition, claimable, claimedFor, countsBelow, stillPromised } from './conditions.ts';
import {
  claimFrom,
  claimItem,
  type Item,
  loginKey,
  numberIn,
  numberKey,
  ownerKey,
  promiseFrom,
  promiseItem,
} from './records.ts';

/** Where the ledger is kept. */
export interface DynamoLedgerOptions {
  readonly client: DynamoDBClient;
  /** Name or ARN of a table with the string key `pk`. */
  readonly table: string;
}

/**
 * The ledger in a DynamoDB table, shared by every instance of the service. Each method is one request: a
 * consistent read, a conditional write, or an atomic counter. No transactions: the order in which
 * `chooseLogin` writes makes every crash repairable.
 */
export function createDynamoLedger({ client, table }: DynamoLedgerOptions): SeedableLedger {
  const requests = requestsOf(client, table);
  const { read, putIf, deleteIf } = requests;
  return {
    promiseOf: async (owner, signal) => promiseFrom(await read(ownerKey(owner), signal)),
    claimOf: async (fold, signal) => claimFrom(await read(loginKey(fold), signal)),
    nextNumberOf: async (base, signal) => numberIn(await read(numberKey(base), signal), 'next'),
    settle: (owner, promise, expected, signal) =>
      putIf({ ...ownerKey(owner), ...promiseItem(promise) }, stillPromised(expected), signal),
    claim: (fold, request, signal) =>
      putIf({ ...loginKey(fold), ...claimItem(request) }, claimable(request), signal),
    release: async (fold, claimant, signal) => {
      await deleteIf(loginKey(fold), claimedFor(claimant), signal);
    },
    forget: (owner, expected, signal) => deleteIf(ownerKey(owner), stillPromised(expected), signal),
    takeNumbers: async (base, from, count, signal) =>
      (await requests.add(numberKey(base), from, count, signal)) - count,
    raiseNumber: async (base, next, signal) => {
      await putIf({ ...numberKey(base), next: { N: String(next) } }, countsBelow(next), signal);
    },
  };
}

function requestsOf(client: DynamoDBClient, TableName: string) {
  return {
    read: (Key: Item, abortSignal: AbortSignal) =>
      available(async () => {
        const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
        return (await client.send(command, { abortSignal })).Item;
      }),

    putIf: (Item: Item, condition: Condition, abortSignal: AbortSignal) =>
      available(() =>
        isWritten(client.send(new PutItemCommand({ TableName, Item, ...condition }), { abortSignal })),
      ),

    deleteIf: (Key: Item, condition: Condition, abortSignal: AbortSignal) =>
      available(() =>
        isWritten(client.send(new DeleteItemCommand({ TableName, Key, ...condition }), { abortSignal })),
      ),

    /** The number after adding `count`, to `from` if there was none. */
    add: (Key: Item, from: number, count: number, abortSignal: AbortSignal) =>
      available(async () => {
        const command = new UpdateItemCommand({
          TableName,
          Key,
          UpdateExpression: 'SET #next = if_not_exists(#next, :from) + :count',
          ExpressionAttributeNames: { '#next': 'next' },
          ExpressionAttributeValues: { ':from': { N: String(from) }, ':count': { N: String(count) } },
          ReturnValues: 'UPDATED_NEW',
        });
        const next = numberIn((await client.send(command, { abortSignal })).Attributes, 'next');
        if (next === undefined) throw new LedgerUnavailable('malformed answer');
        return next;
      }),
  };
}

/** Runs a request; whatever keeps it from being answered becomes `LedgerUnavailable` without a cause. */
async function available<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof LedgerUnavailable) throw error;
    throw new LedgerUnavailable(awsErrorName(error));
  }
}
