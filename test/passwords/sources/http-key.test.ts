import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CompiledHttp } from '../../../lambda/passwords/compiled-sources.ts';
import { createExpressionParser } from '../../../lambda/passwords/expressions.ts';
import { cannotDecide, MATCH, NO_MATCH } from '../../../lambda/passwords/outcome.ts';
import { createHttpSource } from '../../../lambda/passwords/sources/http.ts';
import type { PasswordSource } from '../../../lambda/passwords/sources/source.ts';
import { createNamedSecrets } from '../../../lambda/platform/named-secrets.ts';
import { type Certificate, loadCertificate } from '../../../local/certificate.ts';
import { listen, type RunningServer } from '../../../local/listen.ts';
import { type SecretsManager, startSecretsManager } from '../../../local/secrets-manager.ts';
import { clientFor } from '../../pipeline/world.ts';
import { ATTEMPT, NEVER } from '../world.ts';

const WRONG = { ...ATTEMPT, password: 'a wrong one' };
const unclear = cannotDecide('source unclear');

let folder: string;
let certificate: Certificate;
let portal: RunningServer;
let secretsManager: SecretsManager;
let client: ReturnType<typeof clientFor>;
/** The key that the portal takes, what it says to another one, and how often it was asked. */
let key: string;
let toWrongKey: number;
let asked: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'legacy-key-'));
  certificate = await loadCertificate(folder);
  const statusOf = async (request: IncomingMessage) => {
    if (request.headers['authorization'] !== key) return toWrongKey;
    const { password } = (await json(request)) as { readonly password: string };
    return password === ATTEMPT.password ? 200 : 401;
  };
  portal = await listen(
    createServer(certificate, async (request, response) => {
      asked += 1;
      response.writeHead(await statusOf(request)).end();
    }),
    { port: 0 },
  );
});
afterAll(async () => {
  await portal.close();
  await rm(folder, { recursive: true });
});

beforeEach(async () => {
  secretsManager = await startSecretsManager({ port: 0, secrets: { portal: 'key-1' } });
  client = clientFor(secretsManager);
  [key, toWrongKey, asked] = ['key-1', 401, 0];
});
afterEach(async () => {
  client.destroy();
  await secretsManager.close().catch(() => undefined);
});

const put = (value: string) =>
  client.send(new PutSecretValueCommand({ SecretId: 'portal', SecretString: value }));

/** The source that the shipped file has as an example. */
function openPortal(): PasswordSource {
  const expression = (source: string) => ({ source, reads: [] });
  const source: CompiledHttp = {
    kind: 'http',
    name: 'portal',
    next: false,
    timeout: 1_000,
    url: `https://localhost:${portal.port}/login`,
    ca: certificate.cert,
    encoding: 'json',
    usernameField: 'username',
    passwordField: 'password',
    fields: {},
    header: 'authorization',
    secret: 'key',
    match: expression('status == 200'),
    noMatch: expression('status == 401'),
  };
  const secrets = createNamedSecrets({ client, ids: new Map([['key', 'portal']]), names: ['key'] });
  return createHttpSource(source, { secrets, parser: createExpressionParser() });
}

describe('the key of a login endpoint', () => {
  it.each([401, 403, 404])(
    'may change between two calls: a refusal of the old one (%i) is no wrong password',
    async (status) => {
      const ask = openPortal();
      toWrongKey = status;
      expect(await ask(ATTEMPT, NEVER)).toEqual(MATCH);
      await put('key-2');
      key = 'key-2';
      expect(await ask(ATTEMPT, NEVER)).toEqual(MATCH);
      expect(await ask(WRONG, NEVER)).toEqual(NO_MATCH);
    },
  );

  it('that is still the same is not shown a second time with a wrong password', async () => {
    const ask = openPortal();
    expect(await ask(WRONG, NEVER)).toEqual(NO_MATCH);
    expect(asked).toBe(1);
  });

  it('that nobody can look up makes every no undecided, and leaves a yes a yes', async () => {
    const ask = openPortal();
    expect(await ask(ATTEMPT, NEVER)).toEqual(MATCH);
    await secretsManager.close();
    expect(await ask(WRONG, NEVER)).toEqual(unclear);
    expect(await ask(ATTEMPT, NEVER)).toEqual(MATCH);
  });

  it('that is empty is shown to nobody, and is read again as soon as it is there', async () => {
    client.destroy();
    await secretsManager.close();
    secretsManager = await startSecretsManager({ port: 0, secrets: { portal: '' } });
    client = clientFor(secretsManager);
    const ask = openPortal();
    expect(await ask(ATTEMPT, NEVER)).toEqual(unclear);
    expect(asked).toBe(0);
    await put('key-1');
    expect(await ask(ATTEMPT, NEVER)).toEqual(MATCH);
  });
});
