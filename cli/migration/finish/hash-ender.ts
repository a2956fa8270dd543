import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { oktaLoginKey } from '../../../lambda/logins/okta-login-key.ts';
import type { CredentialTable } from '../../../lambda/passwords/credentials/find.ts';
import { credentialKey } from '../../../lambda/passwords/credentials/record.ts';
import { isUpdated } from '../../credentials/conditional-update.ts';
import type { EndedHash } from './ended-hashes.ts';

/** A later end, an earlier creation and an earlier failure, of that very person: the rest is no reason to delete. */
const CONDITION = [
  'attribute_exists(#hash)',
  '(oktaId = :id OR (attribute_not_exists(oktaId) AND #login = :login))',
  '(attribute_not_exists(createdAt) OR createdAt <= :at)',
  '(attribute_not_exists(lastFailureAt) OR lastFailureAt <= :at)',
  '(attribute_not_exists(endedAt) OR endedAt < :at)',
].join(' AND ');

/**
 * Writes onto records of the credential table since when a hash is of no more use, which starts its holding time. Nothing
 * is deleted here, and no hash is read. May be repeated. The promise says false where the record has changed meanwhile, or
 * belongs to somebody whose login only looks alike; it rejects with `CredentialTableUnavailable`.
 */
export function createHashEnder({
  client,
  table: TableName,
}: CredentialTable): (ended: Omit<EndedHash, 'row'>) => Promise<boolean> {
  return async ({ fold, id, login, endedAt }) => {
    const command = new UpdateItemCommand({
      TableName,
      Key: credentialKey(fold),
      UpdateExpression: 'SET endedAt = :at',
      ConditionExpression: CONDITION,
      ExpressionAttributeNames: { '#hash': 'hash', '#login': 'login' },
      ExpressionAttributeValues: {
        ':at': { N: String(endedAt) },
        ':id': { S: id },
        ':login': { S: oktaLoginKey(login) },
      },
    });
    return isUpdated(client, command);
  };
}
