import { createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { hookCallEvent } from '../../events/hook-call.ts';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { idsOf, outOfTime, resultOf } from '../../lambda/imports/hook-result.ts';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import { createImportService } from '../../lambda/imports/service.ts';
import { createDirectory } from '../../lambda/logins/create-directory.ts';
import { createLedger } from '../../lambda/logins/create-ledger.ts';
import { authenticationFor } from '../../lambda/pipeline/authentication.ts';
import { createHook } from '../../lambda/pipeline/hook.ts';
import type { CallRecord } from '../../lambda/platform/observe.ts';
import { LOCAL_LOGIN_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { compileRules } from '../../rules/compile.ts';
import { callFor, UNIQUE_LOGIN } from './world.ts';

jest.setTimeout(30_000);

/** How a server fails its callers. */
const FAULTS = {
  'accepts and never answers': () => {},
  'resets every connection': (socket: Socket) => socket.resetAndDestroy(),
  'answers with rubbish': (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n<x>'),
} as const;
type Fault = keyof typeof FAULTS;

const closers: (() => unknown)[] = [];
const urls = new Map<Fault, string>();
let secretsUrl: string;
let tableUrl: string;
let secretId: string;
let people = 0;

beforeAll(async () => {
  for (const [fault, behave] of Object.entries(FAULTS) as [Fault, (socket: Socket) => void][]) {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      behave(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    urls.set(fault, `http://127.0.0.1:${(server.address() as { port: number }).port}`);
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
  }
  const secrets = { hook: 's3cret', 'okta/directory': '{"apiToken":"token"}' };
  const manager = await startSecretsManager({ port: 0, region: 'us-east-1', secrets });
  const table = await startDynamoDb({ port: 0, region: 'us-east-1' });
  closers.push(manager.close, table.close);
  secretsUrl = `http://127.0.0.1:${manager.port}`;
  tableUrl = table.url;
  secretId = manager.arns['hook'] ?? '';
});
afterAll(async () => {
  for (const close of closers) await close();
});

/** The import hook with real clients, some of which reach nobody. */
async function answerWith(broken: {
  readonly secrets?: Fault;
  readonly table?: Fault;
  readonly okta?: Fault;
}) {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.get(broken.secrets as Fault) ?? secretsUrl,
    AWS_ENDPOINT_URL_DYNAMODB: urls.get(broken.table as Fault) ?? tableUrl,
  });
  const baseUrl = urls.get(broken.okta as Fault);
  const rules = prepareRules(compileRules(`version: 1\n${UNIQUE_LOGIN}`, 'import.yaml').rules);
  const decide = createImportService({
    rules,
    directory: createDirectory(
      baseUrl ? { kind: 'okta', baseUrl, secretId: 'okta/directory' } : { kind: 'none' },
    ),
    ledger: createLedger(LOCAL_LOGIN_TABLE),
    now: Date.now,
  });
  const records: CallRecord[] = [];
  const hook = createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: authenticationFor({ kind: 'header', header: 'authorization', secretId }),
    identify: idsOf,
    decide: async (request, call) => resultOf(await decide(request, call)),
    outOfTime: () => outOfTime('error'),
    observe: (record) => records.push(record),
  });
  const payload = JSON.stringify(
    callFor({ conflicts: ['login'], appUser: { externalId: `e${++people}`, middleName: `Jo${people}` } }),
  );
  const event = hookCallEvent({ hook: 'import', payload, header: 'authorization', secret: 's3cret' });
  const answer = await hook(event, { getRemainingTimeInMillis: () => 5_000 });
  return { status: answer.statusCode, body: JSON.parse(answer.body ?? ''), records };
}

const faults = Object.keys(FAULTS) as Fault[];

describe('whatever hangs, a limit of ours ends the wait, and the answer says what was missing', () => {
  it.each(faults)('a Secrets Manager that %s: nobody is authenticated, nothing is decided', async (fault) => {
    const { status, records } = await answerWith({ secrets: fault });
    expect(status).toBe(503);
    // the client's own limit, which on a busy machine may come after the deadline of the call
    expect(['ERR_SECRET_UNREADABLE', 'ERR_OUT_OF_TIME']).toContain(records[0]?.facts['code']);
    expect(records).toHaveLength(1);
  });

  it.each(faults)('a DynamoDB that %s: the person is left as Okta sent them', async (fault) => {
    const { status, body, records } = await answerWith({ table: fault });
    expect(status).toBe(200);
    expect(body.commands).toBeUndefined();
    expect(body.debugContext).toMatchObject({ ledger: 'unknown' });
    expect(records[0]?.counts).toEqual({ ConflictLeft: 1, LedgerDegraded: 1 });
  });

  it.each(faults)('an Okta that %s: the login is claimed all the same', async (fault) => {
    const { status, body, records } = await answerWith({ okta: fault });
    expect(status).toBe(200);
    expect(body.commands[0].value.login).toBe(`sally.jo${people}.admin@example.com`);
    expect(body.debugContext).toMatchObject({ directory: 'unknown' });
    expect(records[0]?.counts).toEqual({ ConflictResolved: 1, DirectoryDegraded: 1 });
  });

  it.each(faults)('a DynamoDB and an Okta that both %s', async (fault) => {
    const { status, body, records } = await answerWith({ table: fault, okta: fault });
    expect(status).toBe(200);
    expect(body.debugContext).toMatchObject({ directory: 'unknown', ledger: 'unknown' });
    expect(records[0]?.counts).toEqual({ ConflictLeft: 1, DirectoryDegraded: 1, LedgerDegraded: 1 });
  });
});
