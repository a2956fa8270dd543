import { paginateScan, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../passwords/credentials/find.ts';
import { type Item, KEY } from '../passwords/credentials/record.ts';
import { isWritten } from '../platform/conditional-write.ts';

/** What one run did, in numbers of people. */
export interface CleanUpResult {
  /** Whose hash is gone. */
  readonly deleted: number;
  /**
   * Whose holding time is over, and who has failed to sign in since Okta saved the password, or since they were given a
   * link: a person should look. Also whose record changed at that very moment.
   */
  readonly kept: number;
  /** False when it was stopped before the end of the table; the next run does the rest. */
  readonly finished: boolean;
}

/** Updates under way at once. */
const WORKERS = 25;

const NAMES = { '#state': 'state', '#hash': 'hash' };
const notAfter = (since: string) => (time: string) =>
  `(attribute_not_exists(${time}) OR ${time} <= ${since})`;

/**
 * What ends the use of a hash, and when the holding time after it is over: Okta saved the password, or a link stands in for
 * it. After a success that came later than the link, Okta has asked the hook all the same: then the success counts.
 */
const ENDS = [
  { since: 'migratedAt', isOver: '#state = :migrated AND deleteAfter <= :now' },
  { since: 'endedAt', isOver: `endedAt <= :held AND ${notAfter('endedAt')('migratedAt')}` },
] as const;

/** True of a hash that one of the ends concerns, with nothing later of these times. */
function overUnless(...times: readonly string[]): string {
  const ends = ENDS.map(({ since, isOver }) => `(${[isOver, ...times.map(notAfter(since))].join(' AND ')})`);
  return `attribute_exists(#hash) AND (${ends.join(' OR ')})`;
}

/** Whoever was created once more after that waits for another end. */
const OVER = overUnless('createdAt');
const DELETABLE = overUnless('createdAt', 'lastFailureAt');

/** When a run is, in milliseconds since the epoch, and how long hashes are kept for people with a link. */
interface Times {
  readonly now: number;
  /** Milliseconds. */
  readonly holdingMs: number;
}

/**
 * Deletes every hash whose holding time is over, unless a first sign-in failed, or the person was created once more, after
 * Okta saved the password or the person was given a link by `migrate finish`. The record stays, as the programme's own
 * ledger. Each deletion repeats its reasons as a condition, so that an event or a load at the same moment wins. It can
 * stop anywhere, also by a crash, and be run again; there is nothing to resume, as what is deleted is not due any more.
 *
 * Rejects with the SDK's errors, unless the signal was the reason.
 */
export async function cleanUp(
  table: CredentialTable,
  { signal, ...times }: Times & { readonly signal: AbortSignal },
): Promise<CleanUpResult> {
  const counts = { deleted: 0, kept: 0 };
  try {
    for await (const items of pagesOfDue(table, times, signal)) {
      for (let start = 0; start < items.length; start += WORKERS) {
        signal.throwIfAborted();
        const batch = items.slice(start, start + WORKERS);
        await Promise.all(
          batch.map(async (item) => {
            const isDeleted = await deleteHash(table, { item, times }, signal);
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
  times: Times,
  abortSignal: AbortSignal,
) {
  const pages = paginateScan(
    { client },
    {
      TableName,
      ProjectionExpression: KEY,
      FilterExpression: OVER,
      ExpressionAttributeNames: NAMES,
      ExpressionAttributeValues: valuesAt(times),
    },
    { abortSignal },
  );
  for await (const { Items = [] } of pages) yield Items;
}

/** False when there is a reason to keep it. */
async function deleteHash(
  { client, table: TableName }: CredentialTable,
  { item, times }: { readonly item: Item; readonly times: Times },
  abortSignal: AbortSignal,
): Promise<boolean> {
  const command = new UpdateItemCommand({
    TableName,
    Key: { [KEY]: item[KEY] ?? { S: '' } },
    UpdateExpression: 'SET hashDeletedAt = :now REMOVE #hash, #format, salt',
    ConditionExpression: DELETABLE,
    ExpressionAttributeNames: { ...NAMES, '#format': 'format' },
    ExpressionAttributeValues: valuesAt(times),
  });
  return isWritten(client.send(command, { abortSignal }));
}

function valuesAt({
  now,
  holdingMs,
}: Times): NonNullable<UpdateItemCommandInput['ExpressionAttributeValues']> {
  const held = { N: String(now - holdingMs) };
  return { ':now': { N: String(now) }, ':held': held, ':migrated': { S: 'migrated' } };
}
