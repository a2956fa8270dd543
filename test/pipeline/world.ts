import { readFileSync } from 'node:fs';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { hookCallEvent } from '../../events/hook-call.ts';
import { type ImportRequest, importRequestSchema } from '../../lambda/contract/import-request.ts';
import type { Call, HookResult } from '../../lambda/pipeline/call.ts';
import { createHook, type Hook, type HookOptions } from '../../lambda/pipeline/hook.ts';
import { createSecretsManagerClient } from '../../lambda/platform/aws-clients.ts';
import type { CallRecord, Observe } from '../../lambda/platform/observe.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { type SecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';

export const SECRET = 'the-hook-secret';
export const SECRET_NAME = 'hooks/import';

/** One of Okta's recorded calls, as JSON text. */
export const PAYLOAD = JSON.stringify(
  JSON.parse(readFileSync(new URL('../../events/import/login-conflict.json', import.meta.url), 'utf8')),
);

/** The API Gateway event around a body, with the right secret unless another is given. */
export function eventOf({
  payload = PAYLOAD,
  secret = SECRET,
  headers = {},
}: {
  readonly payload?: string;
  readonly secret?: string;
  readonly headers?: Readonly<Record<string, string>>;
} = {}) {
  const event = hookCallEvent({ hook: 'import', payload, header: 'authorization', secret });
  return { ...event, headers: { ...event.headers, ...headers } };
}

/** Lambda's context with this much time left. */
export function contextWith(milliseconds = 5_000) {
  return {
    awsRequestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
    getRemainingTimeInMillis: () => milliseconds,
  };
}

/** Points the AWS SDK of this process at a stand-in. */
export function clientFor({ port }: { readonly port: number }): SecretsManagerClient {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return createSecretsManagerClient();
}

/** A hook with its secret in a stand-in for Secrets Manager; what it decided and noted can be read. */
export interface World {
  readonly hook: Hook;
  readonly decided: { readonly request: ImportRequest; readonly call: Call }[];
  readonly records: CallRecord[];
  /** The same secret, records and decisions, other options. */
  with(options: Partial<HookOptions<ImportRequest>>): Hook;
  close(): Promise<void>;
}

/** Opens a {@link World} whose decider changes nothing. */
export async function openWorld({
  secret = SECRET,
  observe = () => {},
}: {
  readonly secret?: string;
  /** Where records go beside the list. */
  readonly observe?: Observe;
} = {}): Promise<World> {
  const server: SecretsManager = await startSecretsManager({ port: 0, secrets: { [SECRET_NAME]: secret } });
  const client = clientFor(server);
  const secrets = createHookSecrets({ client, secretId: SECRET_NAME });
  // The SDK reads its address with the first request: later ones may be for another stand-in.
  await secrets.warmUp();
  const decided: World['decided'] = [];
  const records: CallRecord[] = [];
  const options: HookOptions<ImportRequest> = {
    hook: 'import',
    schema: importRequestSchema,
    authentication: {
      kind: 'header',
      header: 'Authorization',
      secrets,
    },
    identify: ({ eventId }) => (eventId ? { eventId } : {}),
    decide: async (request, call) => {
      decided.push({ request, call });
      return unchanged;
    },
    outOfTime: () => ({ ...unchanged, body: { error: { errorSummary: 'out of time' } } }),
    observe: (record) => {
      records.push(record);
      observe(record);
    },
  };
  return {
    hook: createHook(options),
    decided,
    records,
    with: (changes) => createHook({ ...options, ...changes }),
    close: async () => {
      client.destroy();
      await server.close();
    },
  };
}

/** The decision to change nothing. */
export const unchanged: HookResult = {
  statusCode: 200,
  body: {},
  facts: { outcome: 'unchanged' },
  counts: {},
};
