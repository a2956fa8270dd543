import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type SecretsManager, startSecretsManager } from '../../local/secrets-manager.ts';
import type { OktaStandInOptions } from '../../rehearsal/api/stand-in.ts';
import { run } from '../cli/harness.ts';
import { type OktaServer, startOktaServer } from '../okta-server.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

export const SECRET = 'canary-hook-secret';
export const EVENT_SECRET = 'canary-event-secret';

/** An org, a service that only takes calls with the secret, and the outputs of a deployment between them. */
export interface RegisterWorld {
  readonly org: TestOrg;
  readonly service: OktaServer;
  /** Runs a command on the deployment, with the org's token. */
  run(argv: readonly string[], io?: Parameters<typeof run>[1]): ReturnType<typeof run>;
  /** Runs `register` with these arguments. */
  register(argv?: readonly string[], env?: Readonly<Record<string, string>>): ReturnType<typeof run>;
  /** Changes outputs of the deployment; undefined takes one away. */
  redeploy(changes: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Writes a file beside the outputs and returns its path. */
  file(name: string, text: string): Promise<string>;
  /** Inline hooks as Okta lists them. */
  hooks(): Promise<readonly Record<string, unknown>[]>;
  /** Lines such as `POST /api/v1/inlineHooks` of everything that was not a read. */
  writes(): readonly string[];
  close(): Promise<void>;
}

/** Starts all of it; the deployment has both inline hooks. */
export async function startRegisterWorld(
  options: Pick<OktaStandInOptions, 'scopes'> = {},
): Promise<RegisterWorld> {
  const org = await startTestOrg({ hookTimeoutMs: 300, ...options });
  const service = await startOktaServer(({ url, headers, method }) => answer(url, method, headers));
  const secrets = await startSecretsManager({ port: 0, secrets: { hook: SECRET, event: EVENT_SECRET } });
  const folder = await mkdtemp(path.join(tmpdir(), 'register-'));
  const file = path.join(folder, 'outputs.json');
  const world = new World({ org, service, secrets, folder, file });
  await world.redeploy({});
  return world;
}

interface Parts {
  readonly org: TestOrg;
  readonly service: OktaServer;
  readonly secrets: SecretsManager;
  readonly folder: string;
  readonly file: string;
}

class World implements RegisterWorld {
  readonly #parts: Parts;
  #outputs: Readonly<Record<string, unknown>>;

  constructor(parts: Parts) {
    const { service, secrets } = parts;
    this.#parts = parts;
    this.#outputs = {
      ImportHookUrl: `${service.baseUrl}/hooks/import`,
      ImportHookSecretArn: secrets.arns['hook'],
      PasswordHookUrl: `${service.baseUrl}/hooks/password`,
      PasswordHookSecretArn: secrets.arns['hook'],
      HookAuthHeader: 'X-Hook-Secret',
      endpoints: { secretsManager: `http://127.0.0.1:${secrets.port}` },
    };
  }

  get org() {
    return this.#parts.org;
  }

  get service() {
    return this.#parts.service;
  }

  run([command = '', ...argv]: readonly string[], { env, ...io }: Parameters<typeof run>[1] = {}) {
    const { okta } = this.org;
    const access = { OKTA_BASE_URL: okta.baseUrl, OKTA_API_TOKEN: okta.apiToken, ...env };
    return run([command, '--outputs', this.#parts.file, ...argv], { ...io, env: access });
  }

  register(argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    return this.run(['register', ...argv], { env });
  }

  async redeploy(changes: Readonly<Record<string, string | undefined>>): Promise<void> {
    const { secrets, file } = this.#parts;
    this.#outputs = { ...this.#outputs, EventHookSecretArn: secrets.arns['event'], ...changes };
    await writeFile(file, JSON.stringify(this.#outputs));
  }

  async file(name: string, text: string): Promise<string> {
    const file = path.join(this.#parts.folder, name);
    await writeFile(file, text, { mode: 0o600 });
    return file;
  }

  async hooks(): Promise<readonly Record<string, unknown>[]> {
    const { body } = await this.org.ask('GET /api/v1/inlineHooks');
    return body as readonly Record<string, unknown>[];
  }

  writes(): readonly string[] {
    return this.org.exchanges
      .filter(({ request, path: route = '' }) => request.method !== 'GET' && !route.endsWith('/execute'))
      .map(({ request, path: route }) => `${request.method} ${route}`);
  }

  async close(): Promise<void> {
    const { org, service, secrets, folder } = this.#parts;
    await Promise.all([service.close(), secrets.close(), rm(folder, { recursive: true })]);
    await org.close();
  }
}

function answer(url: string, method: string, headers: Readonly<Record<string, unknown>>) {
  if (method === 'GET') return { body: { verification: headers['x-okta-verification-challenge'] } };
  if (headers['x-hook-secret'] !== SECRET) return { status: 401 };
  const value = { credential: 'UNVERIFIED' };
  return url === '/hooks/import'
    ? { body: { debugContext: { rules: 'none fired' } } }
    : { body: { commands: [{ type: 'com.okta.action.update', value }] } };
}
