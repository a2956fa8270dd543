import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { LOOPBACK, listen, type RunningServer } from './listen.ts';

/** The login ledger's table on this machine. */
export const LOCAL_LOGIN_TABLE = 'okta-hooks-logins';

/** The legacy passwords' table on this machine. */
export const LOCAL_CREDENTIAL_TABLE = 'okta-hooks-credentials';

/** A stand-in for DynamoDB with the tables of a deployment, empty. */
export interface DynamoDbStandIn extends RunningServer {
  readonly url: string;
}

/** Starts dynalite on a port (0: any free one) and creates the tables. Rejects with `EADDRINUSE`. */
export async function startDynamoDb(options: {
  readonly port: number;
  readonly host?: string;
  readonly region: string;
}): Promise<DynamoDbStandIn> {
  const server = await listen(dynalite({ createTableMs: 0 }), options);
  const url = `http://${LOOPBACK}:${server.port}`;
  await createTables(url, options.region);
  return { ...server, url };
}

async function createTables(endpoint: string, region: string): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region, credentials });
  for (const TableName of [LOCAL_LOGIN_TABLE, LOCAL_CREDENTIAL_TABLE])
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
  client.destroy();
}
