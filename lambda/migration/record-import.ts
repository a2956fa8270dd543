import {
  ConditionalCheckFailedException,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { foldLogin } from '../logins/fold.ts';
import type { CredentialTable } from '../passwords/credentials/find.ts';
import {
  credentialKey,
  FAILED_EVENTS,
  FAILURES_COUNTED,
  oktaIdFrom,
  oktaIdKey,
} from '../passwords/credentials/record.ts';
import type { PasswordImport } from './read-event.ts';

/** Records one event; false when nothing says whose it is. Rejects with the SDK's errors. */
export type RecordImport = (event: PasswordImport, signal: AbortSignal) => Promise<boolean>;

/**
 * Records events on the person's credential, found by Okta's id and else by login; where there is none, one is made.
 * Every write holds a condition that makes order and repetition indifferent: the latest success and the latest failure
 * win, and each failure counts once. The hash is neither read nor written.
 *
 * `holdingMs` is how long a hash is kept after Okta has saved the password.
 */
export function createRecordImport({
  holdingMs,
  ...place
}: CredentialTable & { readonly holdingMs: number }): RecordImport {
  return async (event, signal) => {
    const fold = await foldOf(event, place, signal);
    if (fold === undefined) return false;
    const changes = event.succeeded ? [success(event, holdingMs)] : [failedAt(event), failedOnce(event)];
    await Promise.all(changes.map((change) => update(place, { fold, event, change }, signal)));
    return true;
  };
}

/** The login whose record it is: the one the person was created with, also after a change of name. */
async function foldOf(
  { userId, login }: PasswordImport,
  { client, table: TableName }: CredentialTable,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const command = new GetItemCommand({ TableName, Key: oktaIdKey(userId), ConsistentRead: true });
  const { Item } = await client.send(command, { abortSignal });
  return oktaIdFrom(Item) ?? (login === undefined ? undefined : foldLogin(login));
}

/** A change that is made under a condition, and else has been made already. */
interface Change {
  /** Assignments beside that of Okta's id, which every change makes where there is none. */
  readonly set: readonly string[];
  readonly add?: string;
  readonly condition: string;
  readonly names?: Readonly<Record<string, string>>;
  readonly values: NonNullable<UpdateItemCommandInput['ExpressionAttributeValues']>;
}

const success = ({ at }: PasswordImport, holdingMs: number): Change => ({
  set: ['migratedAt = :at', 'deleteAfter = :until', '#state = :state'],
  condition: 'attribute_not_exists(migratedAt) OR migratedAt < :at',
  values: { ':at': time(at), ':until': time(at + holdingMs), ':state': { S: 'migrated' } },
});

const failedAt = ({ at }: PasswordImport): Change => ({
  set: ['lastFailureAt = :at', WAITING],
  condition: 'attribute_not_exists(lastFailureAt) OR lastFailureAt < :at',
  values: { ':at': time(at), ':state': { S: 'waiting' } },
});

const failedOnce = ({ uuid }: PasswordImport): Change => ({
  set: [WAITING],
  add: '#failed :uuid',
  condition: 'attribute_not_exists(#failed) OR size(#failed) < :most',
  names: { '#failed': FAILED_EVENTS },
  values: {
    ':uuid': { SS: [uuid] },
    ':most': { N: String(FAILURES_COUNTED) },
    ':state': { S: 'waiting' },
  },
});

/** A failure changes no state; it makes a record where there is none. */
const WAITING = '#state = if_not_exists(#state, :state)';

const time = (milliseconds: number) => ({ N: String(milliseconds) });

async function update(
  { client, table: TableName }: CredentialTable,
  { fold, event, change }: { readonly fold: string; readonly event: PasswordImport; readonly change: Change },
  abortSignal: AbortSignal,
): Promise<void> {
  const { set, add, condition, names, values } = change;
  const assignments = ['oktaId = if_not_exists(oktaId, :id)', ...set].join(', ');
  const command = new UpdateItemCommand({
    TableName,
    Key: credentialKey(fold),
    UpdateExpression: `SET ${assignments}${add === undefined ? '' : ` ADD ${add}`}`,
    ConditionExpression: condition,
    ExpressionAttributeNames: { '#state': 'state', ...names },
    ExpressionAttributeValues: { ':id': { S: event.userId }, ...values },
  });
  try {
    await client.send(command, { abortSignal });
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
