import { paginateScan } from '@aws-sdk/client-dynamodb';
import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import type { Item } from '../../lambda/passwords/credentials/record.ts';

/** Every item of the table. */
export async function allItems({ client, table: TableName }: CredentialTable): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) items.push(...Items);
  return items;
}
