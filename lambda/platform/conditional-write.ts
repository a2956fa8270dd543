import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';

/** Tells whether a conditional write to DynamoDB happened: false when its condition did not hold. Rejects as the write does. */
export async function isWritten(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
