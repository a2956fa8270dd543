import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Claimant, ClaimRequest, LoginPromise, Owner } from '../ledger.ts';
import { KEY } from './records.ts';

/** A condition under which a write may happen, in the words of the DynamoDB API. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

const ABSENT = `attribute_not_exists(${KEY})`;
const HELD_BY_OWNER = 'appId = :appId AND person = :person';

const NO_ID = 'attribute_not_exists(promiseId)';

const ofPromise = (id: number | undefined) => (id === undefined ? NO_ID : 'promiseId = :promiseId');
const idValue = (id: number | undefined) => id !== undefined && { ':promiseId': { N: String(id) } };
const ownerValues = ({ appId, person }: Owner) => ({ ':appId': { S: appId }, ':person': { S: person } });

/** The promise is still the one that was read; none was read, none is there. */
export function stillPromised(expected: LoginPromise | undefined): Condition {
  if (!expected) return { ConditionExpression: ABSENT };
  const { login, choices, jobId, id } = expected;
  return {
    ConditionExpression: `login = :login AND choices = :choices AND jobId = :jobId AND ${ofPromise(id)}`,
    ExpressionAttributeValues: {
      ...{ ':login': { S: login }, ':choices': { S: choices }, ':jobId': { S: jobId } },
      ...idValue(id),
    },
  };
}

/** Nobody holds the login, its owner does, or the claim of another is old enough to be given up. */
export function claimable({ owner, takeOverBefore }: ClaimRequest): Condition {
  const mine = `${ABSENT} OR (${HELD_BY_OWNER})`;
  if (takeOverBefore === undefined) {
    return { ConditionExpression: mine, ExpressionAttributeValues: ownerValues(owner) };
  }
  return {
    ConditionExpression: `${mine} OR claimedAt < :before`,
    ExpressionAttributeValues: { ...ownerValues(owner), ':before': { N: String(takeOverBefore) } },
  };
}

/** The owner holds the login, and for no other promise. */
export function claimedFor(claimant: Claimant): Condition {
  const { promiseId } = claimant;
  const forIt = promiseId === undefined ? NO_ID : `(${NO_ID} OR ${ofPromise(promiseId)})`;
  return {
    ConditionExpression: `${HELD_BY_OWNER} AND ${forIt}`,
    ExpressionAttributeValues: { ...ownerValues(claimant), ...idValue(promiseId) },
  };
}

/** A counter has not come as far as `next`. */
export function countsBelow(next: number): Condition {
  return {
    ConditionExpression: `${ABSENT} OR #next < :next`,
    ExpressionAttributeNames: { '#next': 'next' },
    ExpressionAttributeValues: { ':next': { N: String(next) } },
  };
}
