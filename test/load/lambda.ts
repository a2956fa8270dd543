import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type HookKind, hookCallEvent } from '../../events/hook-call.ts';
import { loadCertificate } from '../../local/certificate.ts';
import { DEFAULT_AUTH_HEADER } from '../../local/defaults.ts';
import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { samVariables } from '../infra/sam-local.ts';
import { synthesise } from '../infra/synthesised.ts';
import { startGate } from '../runtime/gate.ts';
import { type LambdaProcess, REGION, startLambda } from '../runtime/lambda-process.ts';
import type { MixedCall } from './mix.ts';
import { startOkta } from './okta.ts';
import { loadPeople } from './people.ts';
import type { Target } from './target.ts';
import { startValve } from './valve.ts';

const SECRET = 'load-secret';
const LOGICAL_IDS: Readonly<Record<HookKind, string>> = {
  import: 'ImportHook',
  password: 'PasswordHook',
  events: 'EventHook',
};

/** One process of each synthesised function under Lambda's runtime client; a process answers a call at a time. */
export async function startLambdaTarget(): Promise<Target> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'load-'));
  const certificate = await loadCertificate(folder);
  const okta = await startOkta(certificate);
  const tables = await startDynamoDb({ port: 0, region: REGION });
  await loadPeople(tables.url);
  const secrets = { hook: SECRET, okta: JSON.stringify({ apiToken: okta.apiToken }) };
  const standIn = await startSecretsManager({ port: 0, secrets });
  const counted = await startGate(standIn.port);
  const valves = {
    Okta: okta.valve,
    DynamoDB: await startValve(tables.port),
    'Secrets Manager': await startValve(counted.port),
  };
  const stack = await synthesise();
  const variables = {
    HOOK_SECRET_ID: 'hook',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${valves['Secrets Manager'].port}`,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${valves.DynamoDB.port}`,
    LOGIN_TABLE: LOCAL_LOGIN_TABLE,
    CREDENTIAL_TABLE: LOCAL_CREDENTIAL_TABLE,
    DIRECTORY: 'okta',
    OKTA_BASE_URL: okta.baseUrl,
    OKTA_DIRECTORY_SECRET_ID: 'okta',
    NODE_EXTRA_CA_CERTS: certificate.file,
  };
  const start = async (hook: HookKind) => {
    const found = stack.functions.find(({ logicalId }) => logicalId.startsWith(LOGICAL_IDS[hook]));
    if (!found) throw new Error(`the template has no ${LOGICAL_IDS[hook]}`);
    return startLambda({ ...found, variables: { ...samVariables(found), ...variables } });
  };
  const processes = {
    import: await start('import'),
    password: await start('password'),
    events: await start('events'),
  };
  const all = Object.values(processes);
  return {
    name: 'the bundles under aws-lambda-ric',
    send: (call) => invoke(processes[call.hook], call),
    valves,
    secretsAsked: counted.requests,
    memory: () => Promise.all(all.map(async (lambda) => (await lambda.memory()).heapUsed)),
    output: () => all.map(({ output }) => output()).join(''),
    close: async () => {
      await Promise.all(all.map(({ stop }) => stop()));
      await Promise.all([valves.DynamoDB.close(), valves['Secrets Manager'].close(), okta.close()]);
      await Promise.all([counted.close(), standIn.close(), tables.close()]);
      await stack.remove();
      await rm(folder, { recursive: true });
    },
  };
}

async function invoke(lambda: LambdaProcess, { hook, payload, known }: MixedCall) {
  const event = hookCallEvent({
    hook,
    payload,
    header: DEFAULT_AUTH_HEADER,
    secret: known ? SECRET : 'guess',
  });
  const outcome = await lambda.invoke(event);
  if ('error' in outcome) return { status: 0, body: undefined };
  const { statusCode, body } = outcome.response as { statusCode: number; body: string };
  return { status: statusCode, body: body ? JSON.parse(body) : undefined };
}
