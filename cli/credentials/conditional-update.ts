import type { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { awsErrorName } from '../../lambda/platform/aws-error-name.ts';
import { isWritten } from '../../lambda/platform/conditional-write.ts';
import { CredentialTableUnavailable } from './table.ts';

/**
 * Tells whether a conditional update of the credential table happened.
 *
 * @throws CredentialTableUnavailable with the name of what failed: the message may quote the key, which is a login
 */
export async function isUpdated(client: DynamoDBClient, command: UpdateItemCommand): Promise<boolean> {
  try {
    return await isWritten(client.send(command));
  } catch (error) {
    throw new CredentialTableUnavailable(awsErrorName(error));
  }
}
