import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import {
  type CredentialRecord,
  credentialFrom,
  credentialItem,
  credentialKey,
  type Item,
  KEY,
  type WritableCredential,
} from '../../lambda/passwords/credentials/record.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { startTable } from '../logins/dynamo/table.ts';
import { allItems } from './all-items.ts';

export const DAY_MS = 24 * 60 * 60 * 1_000;
export const STORED = {
  hash: '$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK',
  format: 'auto',
  salt: 's',
};

/** The credential table in dynalite, with what the tests ask of it. */
export async function openTable() {
  const { client, close } = await startTable();
  const table: CredentialTable = { client, table: LOCAL_CREDENTIAL_TABLE };
  const TableName = table.table;
  const all = () => allItems(table);
  const putItem = (item: Item) => client.send(new PutItemCommand({ TableName, Item: { ...item } }));
  return {
    table,
    all,
    putItem,
    put: (login: string, record: WritableCredential) =>
      putItem({ ...credentialKey(login), ...credentialItem(record) }),
    read: async (login: string): Promise<CredentialRecord | undefined> =>
      credentialFrom((await client.send(new GetItemCommand({ TableName, Key: credentialKey(login) }))).Item),
    empty: async () => {
      for (const item of await all()) {
        await client.send(new DeleteItemCommand({ TableName, Key: { [KEY]: item[KEY] ?? { S: '' } } }));
      }
    },
    close,
  };
}
