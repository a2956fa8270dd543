import { createServer } from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { importRequestSchema } from '../../lambda/contract/import-request.ts';
import { createHook } from '../../lambda/pipeline/hook.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { hookInOkta } from '../../lambda/registration/hook-in-okta.ts';
import { createHook as registerHook } from '../../lambda/registration/inline-hooks.ts';
import type { HookInOkta, RotationOptions } from '../../lambda/registration/rotation.ts';
import { type SecretVersions, secretVersionsOf } from '../../lambda/registration/secret-versions.ts';
import { wantedHook } from '../../lambda/registration/wanted-hook.ts';
import { createApi } from '../../local/api-gateway.ts';
import { listen } from '../../local/listen.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { certificate } from '../certificate.ts';
import { clientFor, contextWith, eventOf, unchanged } from '../pipeline/world.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

export const FIRST = 'the-first-secret';
const SECRET_ID = 'hooks/import';
/** Processes of the service, each with its own memory of the secret. */
const PROCESSES = 3;
type Work = (...given: unknown[]) => Promise<unknown>;
const never = new AbortController().signal;

/** A service of several processes behind HTTPS, registered in a stand-in org, in a time that only pauses move. */
export interface RotationWorld {
  readonly org: TestOrg;
  readonly client: SecretsManagerClient;
  readonly secret: SecretVersions;
  readonly okta: HookInOkta;
  /** What `knock` found: the status of every call with a value that counts, and of every call with a wrong one. */
  readonly statuses: { readonly good: number[]; readonly wrong: number[] };
  /** Values that must be answered beside the one Okta has. */
  readonly valid: Set<string>;
  now(): number;
  /** Lets time pass without calls. */
  pass(milliseconds: number): void;
  /** The value Okta has. */
  held(): string | undefined;
  status(value: string): Promise<readonly number[]>;
  /** Calls every process with a wrong value, with the valid ones and with Okta's. */
  knock(): Promise<void>;
  /** For a rotation: everybody is called all the while, and the `crashAt`th thing it does fails. */
  options(crash?: { readonly at: number; readonly when: 'before' | 'after' }): RotationOptions;
  close(): Promise<void>;
}

export class Crash extends Error {}

export async function openRotationWorld(): Promise<RotationWorld> {
  let now = Date.UTC(2026, 10, 20);
  const clock = () => now;
  const manager = await startSecretsManager({ port: 0, secrets: { [SECRET_ID]: FIRST }, clock });
  const client = clientFor(manager);
  const processes = Array.from({ length: PROCESSES }, () => processOf(client, clock));
  let turn = 0;
  const { cert, key } = await certificate;
  const api = createApi({
    'POST /hooks/import': async (event, context) => {
      const next = processes[turn++ % PROCESSES];
      return next ? next(event, context) : { statusCode: 500 };
    },
  });
  const server = await listen(createServer({ cert, key }, api), { port: 0 });
  const org = await startTestOrg();
  const uri = `https://localhost:${server.port}/hooks/import`;
  const auth = { kind: 'header', header: 'authorization' } as const;
  const wanted = wantedHook('import', { stack: 'OktaHooks', uri, auth });
  await registerHook(org.client, wanted, FIRST, { signal: never });

  const status = (secret: string) =>
    Promise.all(
      processes.map(async (hook) => (await hook(eventOf({ secret }), contextWith())).statusCode ?? 0),
    );
  const held = () => {
    const [hook] = org.okta.world.inlineHooks.all();
    return hook?.channel.type === 'HTTP' ? hook.channel.config.authScheme?.value : undefined;
  };
  const statuses = { good: [] as number[], wrong: [] as number[] };
  const valid = new Set<string>();
  const knock = async () => {
    // calls that need no network must leave the others their turn
    await nextTurn();
    statuses.wrong.push(...(await status('wrong')));
    for (const value of new Set([...valid, held() ?? 'none'])) statuses.good.push(...(await status(value)));
  };
  const secret = secretVersionsOf(client, SECRET_ID);
  const okta = hookInOkta(org.client, wanted);
  return {
    org,
    client,
    secret,
    okta,
    statuses,
    valid,
    now: clock,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    held,
    status,
    knock,
    options: (crash) => {
      let done = 0;
      const busy = <Part extends object>(part: Part): Part =>
        new Proxy(part, {
          get:
            (target, name) =>
            async (...given: unknown[]) => {
              const isLast = ++done === crash?.at;
              if (isLast && crash?.when === 'before') throw new Crash();
              const result = await Reflect.apply(Reflect.get(target, name) as Work, target, given);
              await knock();
              if (isLast) throw new Crash();
              return result;
            },
        });
      const sleep = async (milliseconds: number) => {
        for (let left = milliseconds; left > 0; left -= 5_000) {
          now += Math.min(left, 5_000);
          await knock();
        }
      };
      return { secret: busy(secret), okta: busy(okta), sleep };
    },
    async close() {
      await org.close();
      await server.close();
      client.destroy();
      await manager.close();
    },
  };
}

/** One process of the service: the pipeline with a decision that changes nothing. */
function processOf(client: SecretsManagerClient, clock: () => number) {
  const secrets = createHookSecrets({ client, secretId: SECRET_ID, clock });
  return createHook({
    hook: 'import',
    schema: importRequestSchema,
    authentication: { kind: 'header', header: 'authorization', secrets },
    decide: async () => unchanged,
    outOfTime: () => unchanged,
    observe: () => {},
  });
}
