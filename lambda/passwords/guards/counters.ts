import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { KEY } from '../credentials/record.ts';

/** Counters that start at nothing and are forgotten after a while. */
export interface Counters {
  /** Adds one and returns the sum. `expiresAt` is in seconds since the epoch, as DynamoDB's time to live wants it. */
  add(name: string, expiresAt: number, signal: AbortSignal): Promise<number>;
}

/** Counters in a DynamoDB table, shared by every instance: one atomic request each. Rejects with the SDK's errors. */
export function createDynamoCounters(options: {
  readonly client: DynamoDBClient;
  /** Name or ARN of a table with the string key `pk`, and the time to live in `expiresAt`. */
  readonly table: string;
}): Counters {
  const { client, table: TableName } = options;
  return {
    add: async (name, expiresAt, abortSignal) => {
      const command = new UpdateItemCommand({
        TableName,
        Key: { [KEY]: { S: `throttle#${name}` } },
        UpdateExpression: 'ADD #count :one SET #expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#count': 'count', '#expiresAt': 'expiresAt' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':expiresAt': { N: String(expiresAt) } },
        ReturnValues: 'UPDATED_NEW',
      });
      const { Attributes } = await client.send(command, { abortSignal });
      // An answer without a number counts as too many: guesses must not be free.
      return Number(Attributes?.['count']?.N ?? Infinity);
    },
  };
}

/** Beyond this many names the oldest are forgotten: somebody who tries names must not fill the memory. */
const MOST_NAMES = 10_000;

/** Counters in the memory of this process, which no other instance shares. */
export function createMemoryCounters(): Counters {
  const sums = new Map<string, number>();
  return {
    add: async (name) => {
      const sum = (sums.get(name) ?? 0) + 1;
      sums.delete(name);
      sums.set(name, sum);
      const [oldest] = sums.keys();
      if (sums.size > MOST_NAMES && oldest !== undefined) sums.delete(oldest);
      return sum;
    },
  };
}
