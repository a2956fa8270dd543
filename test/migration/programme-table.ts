import {
  CreateTableCommand,
  DeleteTableCommand,
  PutItemCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import {
  type CredentialRecord,
  credentialFold,
  credentialFrom,
  KEY,
} from '../../lambda/passwords/credentials/record.ts';
import { allItems } from './all-items.ts';

/** The legacy passwords' records by folded login. */
export async function recordsOf(table: CredentialTable): Promise<ReadonlyMap<string, CredentialRecord>> {
  const found = new Map<string, CredentialRecord>();
  for (const item of await allItems(table)) {
    const [fold, record] = [credentialFold(item), credentialFrom(item)];
    if (fold !== undefined && record) found.set(fold, record);
  }
  return found;
}

/** Does something while the table is not there; it is as before afterwards. */
export async function withoutTable(table: CredentialTable, work: () => Promise<void>): Promise<void> {
  const { client, table: TableName } = table;
  const items = await allItems(table);
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 10, minDelay: 1 }, { TableName });
  await work();
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: KEY, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: KEY, KeyType: 'HASH' }],
    }),
  );
  for (const Item of items) await client.send(new PutItemCommand({ TableName, Item }));
}

/** Runs the scheduled clean-up in the environment of this process; the folded logins whose hash it has deleted. */
export async function cleanUp(table: CredentialTable): Promise<readonly string[]> {
  // reads its environment while it is loaded, as a Lambda does
  const { handler } = await import('../../lambda/credential-cleanup.ts');
  const before = await recordsOf(table);
  await handler({}, { getRemainingTimeInMillis: () => 60_000 });
  const after = await recordsOf(table);
  return [...before].flatMap(([fold, { stored }]) => (stored && !after.get(fold)?.stored ? fold : []));
}
