import {
  ConditionalCheckFailedException,
  paginateScan,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../passwords/credentials/find.ts';
import { type Item, KEY } from '../passwords/credentials/record.ts';

/** What one run did, in numbers of people. */
export interface CleanUpResult {
  /** Whose hash is gone. */
  readonly deleted: number;
  /**
   * Whose holding time is over, and who has failed to sign in since Okta saved the password: a person should look. Also
   * whose record changed at that very moment.
   */
  readonly kept: number;
  /** False when it was stopped before the end of the table; the next run does the rest. */
  readonly finished: boolean;
}

/** Updates under way at once. */
const WORKERS = 25;

const NAMES = { '#state': 'state', '#hash': 'hash' };
/** Whoever was created once more after that success waits for another one. */
const NOT_CREATED_SINCE = '(attribute_not_exists(createdAt) OR createdAt <= migratedAt)';
const OVER = `#state = :migrated AND deleteAfter <= :now AND attribute_exists(#hash) AND ${NOT_CREATED_SINCE}`;
const NOT_FAILED_SINCE = '(attribute_not_exists(lastFailureAt) OR lastFailureAt <= migratedAt)';

/**
 * Deletes every hash whose holding time is over, unless a first sign-in failed, or the person was created once more, after
 * Okta saved the password. The record stays, as the programme's own ledger. Each deletion repeats its reasons as a
 * condition, so that an event or a load at the same moment wins. It can stop anywhere, also by a crash, and be run again;
 * there is nothing to resume, as what is deleted is not due any more.
 *
 * `now` is in milliseconds since the epoch. Rejects with the SDK's errors, unless the signal was the reason.
 */
export async function cleanUp(
  table: CredentialTable,
  { now, signal }: { readonly now: number; readonly signal: AbortSignal },
): Promise<CleanUpResult> {
  const counts = { deleted: 0, kept: 0 };
  try {
    for await (const items of pagesOfDue(table, now, signal)) {
      for (let start = 0; start < items.length; start += WORKERS) {
        signal.throwIfAborted();
        const batch = items.slice(start, start + WORKERS);
        await Promise.all(
          batch.map(async (item) => {
            const isDeleted = await deleteHash(table, { item, now }, signal);
            counts[isDeleted ? 'deleted' : 'kept'] += 1;
          }),
        );
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return { ...counts, finished: false };
  }
  return { ...counts, finished: true };
}

async function* pagesOfDue(
  { client, table: TableName }: CredentialTable,
  now: number,
  abortSignal: AbortSignal,
) {
  const pages = paginateScan(
    { client },
    {
      TableName,
      ProjectionExpression: KEY,
      FilterExpression: OVER,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: valuesAt(now),
    },
    { abortSignal },
  );
  for await (const { Items = [] } of pages) yield Items;
}

/** False when there is a reason to keep it. */
async function deleteHash(
  { client, table: TableName }: CredentialTable,
  { item, now }: { readonly item: Item; readonly now: number },
  abortSignal: AbortSignal,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName,
    Key: { [KEY]: item[KEY] ?? { S: '' } },
    UpdateExpression: 'SET hashDeletedAt = :now REMOVE #hash, #format, salt',
    ConditionExpression: `${OVER} AND ${NOT_FAILED_SINCE}`,
    ExpressionAttributeNames: { ...NAMES, '#format': 'format' },
    ExpressionAttributeValues: valuesAt(now),
  });
  try {
    await client.send(command, { abortSignal });
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function valuesAt(now: number): NonNullable<UpdateItemCommandInput['ExpressionAttributeValues']> {
  return { ':now': { N: String(now) }, ':migrated': { S: 'migrated' } };
}
