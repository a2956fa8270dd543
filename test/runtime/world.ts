import { existsSync, readFileSync } from 'node:fs';
import type { HookKind } from '../../events/hook-call.ts';
import { DEFAULT_SECRET } from '../../local/defaults.ts';
import { LOCAL_CREDENTIAL_TABLE, LOCAL_LOGIN_TABLE, startDynamoDb } from '../../local/dynamodb.ts';
import { loadSampleCredentials } from '../../local/sample-credentials.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { SAM_VARIABLES, samVariables } from '../infra/sam-local.ts';
import type { SynthesisedFunction } from '../infra/synthesised.ts';
import { type Gate, startGate } from './gate.ts';
import { type LambdaProcess, NATIVE_CLIENT, REGION, startLambda } from './lambda-process.ts';

/** Lambda's runtime client compiles C++, so it is not among the project's own dependencies. */
export const isRuntimeBuilt = existsSync(NATIVE_CLIENT);

/** A function's process with the stand-ins it talks to. */
export interface World {
  readonly lambda: LambdaProcess;
  readonly secretsManager: Gate;
  readonly dynamoDb: Gate;
  close(): Promise<void>;
}

/**
 * Starts the synthesised function under Lambda's runtime client, with the environment `sam local` would give
 * it, but with stand-ins for AWS on free ports.
 */
export async function openWorld(
  hook: SynthesisedFunction,
  options: {
    /** The service that accepts every request and answers none. */
    readonly silent?: 'Secrets Manager' | 'DynamoDB';
    /** Variables that the deployment has otherwise; undefined takes one away. */
    readonly variables?: Readonly<Record<string, string | undefined>>;
  } = {},
): Promise<World> {
  const secret = SAM_VARIABLES['HOOK_SECRET_ID'] ?? '';
  const standIn = await startSecretsManager({ port: 0, secrets: { [secret]: DEFAULT_SECRET } });
  const tables = await startDynamoDb({ port: 0, region: REGION });
  await loadSampleCredentials(tables.url, REGION);
  const secretsManager = await startGate(standIn.port, { silent: options.silent === 'Secrets Manager' });
  const dynamoDb = await startGate(tables.port, { silent: options.silent === 'DynamoDB' });
  const lambda = await startLambda({
    ...hook,
    variables: withoutUndefined({
      ...samVariables(hook),
      AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${secretsManager.port}`,
      AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${dynamoDb.port}`,
      LOGIN_TABLE: LOCAL_LOGIN_TABLE,
      CREDENTIAL_TABLE: LOCAL_CREDENTIAL_TABLE,
      ...options.variables,
    }),
  });
  const close = async () => {
    await lambda.stop();
    for (const server of [secretsManager, dynamoDb, standIn, tables]) await server.close();
  };
  return { lambda, secretsManager, dynamoDb, close };
}

function withoutUndefined(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** A recorded event of `events/api-gateway`. */
export interface RecordedEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly timeEpoch: number };
  readonly body: string;
}

/** Reads the recorded event of one situation. */
export function recorded(situation: string, hook: HookKind = 'import'): RecordedEvent {
  const file = new URL(`../../events/api-gateway/${hook}/${situation}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** The event with another header value, as somebody else than Okta would send it. */
export const from = (secret: string, event: RecordedEvent): RecordedEvent => ({
  ...event,
  headers: { ...event.headers, authorization: secret },
});

/** The event as if API Gateway had received it this many milliseconds ago. */
export const justNow = (event: RecordedEvent, age = 0): RecordedEvent => ({
  ...event,
  requestContext: { ...event.requestContext, timeEpoch: Date.now() - age },
});

/** The answer API Gateway would give to Okta. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly body: string;
}

/** Hands the function an event; its HTTP answer. An error of the function, which never answers so, throws. */
export async function call(
  { lambda }: World,
  event: RecordedEvent,
  milliseconds?: number,
): Promise<HttpAnswer> {
  const outcome = await lambda.invoke(event, milliseconds);
  if ('error' in outcome) throw new Error('the function ended with an error instead of an answer');
  return outcome.response as HttpAnswer;
}
