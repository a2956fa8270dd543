import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { createCredentialWriter } from '../../cli/credentials/table.ts';
import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import {
  type CredentialRecord,
  credentialFrom,
  credentialKey,
} from '../../lambda/passwords/credentials/record.ts';
import { LOOPBACK, listen } from '../../local/listen.ts';
import { NEVER } from '../passwords/world.ts';
import type { CreateWorld } from './create-world.ts';
import { STORED } from './world.ts';

/** Keeps a legacy hash for somebody, as `credentials load` does. */
export async function keepHash({ table }: CreateWorld, login: string): Promise<void> {
  const record = { stored: STORED, state: 'waiting', login: oktaLoginKey(login) } as const;
  await createCredentialWriter(table).keep(login, record, NEVER);
}

/** Somebody's record. */
export async function recordOf({ table }: CreateWorld, login: string): Promise<CredentialRecord | undefined> {
  const { client, table: TableName } = table;
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: credentialKey(login) }));
  return credentialFrom(Item);
}

/** Takes away what tells the clean-up that a hash is of no more use. */
export async function forgetEnd({ table }: CreateWorld, login: string): Promise<void> {
  const UpdateExpression = 'REMOVE endedAt';
  await table.client.send(
    new UpdateItemCommand({ TableName: table.table, Key: credentialKey(login), UpdateExpression }),
  );
}

/** Runs work with a table that takes so many updates and then refuses them, as for credentials that may only read. */
export async function withUpdates<Answer>(
  { folder }: CreateWorld,
  most: number,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const file = path.join(folder, 'outputs.json');
  const before = readFileSync(file, 'utf8');
  const outputs = JSON.parse(before);
  let left = most;
  const server = createServer(async (request, response) => {
    const target = request.headers['x-amz-target'];
    if (String(target).endsWith('.UpdateItem') && --left < 0) {
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ __type: 'com.amazonaws#AccessDeniedException' }));
      return;
    }
    const { host: _host, 'content-length': _length, connection: _open, ...headers } = request.headers;
    const answer = await fetch(outputs.endpoints.dynamoDb, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body: await text(request),
    });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  const { port, close } = await listen(server, { port: 0 });
  const endpoints = { ...outputs.endpoints, dynamoDb: `http://${LOOPBACK}:${port}` };
  await writeFile(file, JSON.stringify({ ...outputs, endpoints }));
  try {
    return await work();
  } finally {
    await writeFile(file, before);
    await close();
  }
}
