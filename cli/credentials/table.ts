import { ConditionalCheckFailedException, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import {
  credentialFrom,
  credentialItem,
  credentialKey,
  type Item,
  KEY,
  shortNameItem,
  shortNameKey,
  type WritableCredential,
} from '../../lambda/passwords/credentials/record.ts';
import { awsErrorName } from '../../lambda/platform/aws-error-name.ts';

/** Why a hash is not kept. */
type WhyNot = 'migrated before' | 'ended before' | 'look-alike';

/** What loading writes. Both are single requests that change nothing when they are repeated. */
export interface CredentialWriter {
  /**
   * Keeps a hash, unless the person has been migrated or given a link since and nothing asks for it again, or the record
   * is somebody else's whose login only looks alike; a record that is there keeps what is not given.
   */
  keep(
    fold: string,
    record: WritableCredential,
    signal: AbortSignal,
  ): Promise<'loaded' | 'updated' | 'unchanged' | WhyNot>;
  /** Gives a short name to a login; false: several have it, and it belongs to nobody now. */
  name(shortName: string, fold: string, signal: AbortSignal): Promise<boolean>;
  /** Takes a short name from everybody. */
  share(shortName: string, signal: AbortSignal): Promise<void>;
}

/** The table cannot be asked: throttled, cut off, not there. Carries no cause: causes hold logins. */
export class CredentialTableUnavailable extends Error {
  override readonly name = 'CredentialTableUnavailable';
  readonly code = 'ERR_CREDENTIAL_TABLE_UNAVAILABLE';
  /** The name of the SDK's error class. */
  readonly reason: string;

  constructor(reason: string) {
    super(`the credential table cannot be asked: ${reason}`);
    this.reason = reason;
  }
}

/** Writes to the credential table; every method may reject with {@link CredentialTableUnavailable}. */
export function createCredentialWriter({ client, table }: CredentialTable): CredentialWriter {
  const update = async (Key: Item, change: Change, abortSignal: AbortSignal) => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { ...Key },
      ...expressionOf(change),
      ReturnValues: 'ALL_OLD',
    });
    try {
      return { old: (await client.send(command, { abortSignal })).Attributes };
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      return unavailable(error);
    }
  };
  const whyNot = async (
    fold: string,
    login: string | undefined,
    abortSignal: AbortSignal,
  ): Promise<WhyNot> => {
    const command = new GetItemCommand({
      TableName: table,
      Key: { ...credentialKey(fold) },
      ConsistentRead: true,
    });
    const { Item } = await client.send(command, { abortSignal }).catch(unavailable);
    const found = credentialFrom(Item);
    if (login !== undefined && (found?.login ?? login) !== login) return 'look-alike';
    return found?.state === 'migrated' ? 'migrated before' : 'ended before';
  };
  const share = async (shortName: string, signal: AbortSignal) => {
    await update(
      shortNameKey(shortName),
      { set: shortNameItem({ kind: 'ambiguous' }), remove: ['login'] },
      signal,
    );
  };
  return {
    keep: async (fold, record, signal) => {
      const set = credentialItem(record);
      const remove = HASH_FIELDS.filter((name) => !(name in set));
      const change = { set, remove, ...(set['login'] ? OWN_AND_NOT_ENDED : NOT_ENDED) };
      const answer = await update(credentialKey(fold), change, signal);
      if (!answer) return whyNot(fold, record.login, signal);
      if (!answer.old) return 'loaded';
      return isSame(answer.old, set, remove) ? 'unchanged' : 'updated';
    },
    name: async (shortName, fold, signal) => {
      const set = shortNameItem({ kind: 'login', fold });
      const condition = `attribute_not_exists(${KEY}) OR #login = :login`;
      if (await update(shortNameKey(shortName), { set, condition }, signal)) return true;
      await share(shortName, signal);
      return false;
    },
    share,
  };
}

function unavailable(error: unknown): never {
  throw new CredentialTableUnavailable(awsErrorName(error));
}

const HASH_FIELDS = ['hash', 'format', 'salt'];
/** A success or a link counts no more once a first sign-in has failed after it, or the person was created once more. */
const NOT_ENDED = {
  condition: [
    '(attribute_not_exists(#state) OR #state <> :migrated OR lastFailureAt > migratedAt OR createdAt > migratedAt)',
    '(attribute_not_exists(endedAt) OR lastFailureAt > endedAt OR createdAt > endedAt)',
  ].join(' AND '),
  values: { ':migrated': { S: 'migrated' } },
};

const OWN_AND_NOT_ENDED = {
  ...NOT_ENDED,
  condition: `(attribute_not_exists(#login) OR #login = :login) AND ${NOT_ENDED.condition}`,
};

/** A change of one item, by attribute name. */
interface Change {
  readonly set: Item;
  readonly remove?: readonly string[];
  /** Over `#name` and `:name` of the attributes that are set, and further values. */
  readonly condition?: string;
  readonly values?: Item;
}

function expressionOf({ set, remove = [], condition, values = {} }: Change) {
  const assignments = Object.keys(set).map((name) => `#${name} = :${name}`);
  const removal = remove.length > 0 ? ` REMOVE ${remove.map((name) => `#${name}`).join(', ')}` : '';
  return {
    UpdateExpression: `SET ${assignments.join(', ')}${removal}`,
    ...(condition !== undefined && { ConditionExpression: condition }),
    ExpressionAttributeNames: Object.fromEntries(
      [...Object.keys(set), ...remove].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: {
      ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      ...values,
    },
  };
}

const isSame = (old: Item, set: Item, removed: readonly string[]) =>
  Object.entries(set).every(([name, value]) => old[name]?.S === value.S) &&
  removed.every((name) => !old[name]);
