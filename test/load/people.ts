import { createHash } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { credentialItem, credentialKey } from '../../lambda/passwords/credentials/record.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';

/** How many people take part. Few, so that what is kept of them is soon all there, and memory can be seen to be flat. */
export const PEOPLE = 1_000;

export const passwordOf = (person: number) => `correct horse ${person}`;

/** Puts everybody's legacy password into the credential table. */
export async function loadPeople(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  for (let person = 0; person < PEOPLE; person++) {
    const salt = `salt${person}`;
    const hash = createHash('sha256').update(passwordOf(person)).update(salt).digest('hex');
    const stored = { hash, format: 'digest:sha256,salt=after', salt };
    const Item = {
      ...credentialKey(`load${person}@load.example`),
      ...credentialItem({ stored, state: 'waiting' }),
    };
    await client.send(new PutItemCommand({ TableName: LOCAL_CREDENTIAL_TABLE, Item }));
  }
  client.destroy();
}
