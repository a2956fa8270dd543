import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { ClaimRequest, LoginPromise, Owner } from '../ledger.ts';
import { KEY } from './records.ts';

/** A condition under which a write may happen, in the words of the DynamoDB API. */
export interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue>;
}

const ABSENT = `attribute_not_exists(${KEY})`;
const HELD_BY_OWNER = 'appId = :appId AND person = :person';

const ownerValues = ({ appId, person }: Owner) => ({ ':appId': { S: appId }, ':person': { S: person } });

/** The promise is still the one that was read; none was read, none is there. */
export function stillPromised(expected: LoginPromise | undefined): Condition {
  if (!expected) return { ConditionExpression: ABSENT };
  const { login, choices, jobId } = expected;
  return {
    ConditionExpression: 'login = :login AND choices = :choices AND jobId = :jobId',
    ExpressionAttributeValues: { ':login': { S: login }, ':choices': { S: choices }, ':jobId': { S: jobId } },
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

/** The owner holds the login. */
export function heldBy(owner: Owner): Condition {
  return { ConditionExpression: HELD_BY_OWNER, ExpressionAttributeValues: ownerValues(owner) };
}

/** A counter has not come as far as `next`. */
export function countsBelow(next: number): Condition {
  return {
    ConditionExpression: `${ABSENT} OR #next < :next`,
    ExpressionAttributeNames: { '#next': 'next' },
    ExpressionAttributeValues: { ':next': { N: String(next) } },
  };
}
