import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OktaCredentialSource, readOktaCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient } from '../../lambda/platform/okta-client.ts';
import { createSecretCredentials } from '../../lambda/platform/okta-credentials.ts';
import type { RunningServer } from '../../local/listen.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { startOktaServer } from '../okta-server.ts';
import { clientFor } from '../pipeline/world.ts';

const ID = 'okta/directory';
const SECONDS = 1_000;

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength }).privateKey;
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('credentials', () => {
  it('are an API token', () => {
    expect(readOktaCredentials({ apiToken: '00t' })).toEqual({ kind: 'api token', apiToken: '00t' });
  });

  it.each([
    ['PKCS #8', p256.export({ format: 'pem', type: 'pkcs8' }), 'ES256'],
    ['SEC 1', p256.export({ format: 'pem', type: 'sec1' }), 'ES256'],
    ['PKCS #1', rsa(2048).export({ format: 'pem', type: 'pkcs1' }), 'RS256'],
    ['a JWK', p256.export({ format: 'jwk' }), 'ES256'],
    ['a JWK as text', ` ${JSON.stringify(p256.export({ format: 'jwk' }))}\n`, 'ES256'],
  ])('are a service app with a key in the form of %s', (_, privateKey, algorithm) => {
    expect(readOktaCredentials({ clientId: '0oa1', privateKey, keyId: 'k' })).toMatchObject({
      kind: 'service app',
      clientId: '0oa1',
      signingKey: { algorithm, keyId: 'k' },
    });
  });

  it.each([
    null,
    'canary',
    {},
    { apiToken: '' },
    { apiToken: 'canary with blanks' },
    { apiToken: 'canary\r\nx-evil: 1' },
    { apiToken: 'canary', clientId: '0oa1', privateKey: 'canary' },
    { clientId: 'canary' },
    { privateKey: p256.export({ format: 'jwk' }) },
    { clientId: '0oa1', privateKey: 'canary' },
    { clientId: '0oa1', privateKey: '{canary' },
    { clientId: '0oa1', privateKey: { kty: 'oct', k: 'canary' } },
    { clientId: '0oa1', privateKey: rsa(1024).export({ format: 'jwk' }) },
    { clientId: '0oa1', privateKey: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) },
    {
      clientId: '0oa1',
      privateKey: p256.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'canary' }),
    },
    { clientId: '0oa1', privateKey: p256.export({ format: 'jwk' }), keyId: 7 },
  ])('are nothing else, and an error does not quote them (%#)', (found) => {
    let error: unknown;
    try {
      readOktaCredentials(found);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'ERR_OKTA_CREDENTIALS' });
    expect(error).not.toHaveProperty('cause');
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary|"d"|BEGIN/);
  });
});

describe('credentials in Secrets Manager', () => {
  let now: number;
  let server: RunningServer;
  let client: SecretsManagerClient;
  let reads: number;
  let source: OktaCredentialSource;

  beforeEach(async () => {
    now = Date.now();
    server = await startSecretsManager({ port: 0, secrets: { [ID]: '{"apiToken":"first"}' } });
    client = clientFor(server);
    reads = 0;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'GetSecretValueCommand') reads++;
          return next(args);
        },
      { step: 'initialize' },
    );
    source = createSecretCredentials({ client, secretId: ID, clock: () => now });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
  });

  const read = () => source.read(AbortSignal.timeout(5_000));
  const put = (SecretString: string) =>
    client.send(new PutSecretValueCommand({ SecretId: ID, SecretString }));

  it('are read when they are needed, once, and kept', async () => {
    expect(reads).toBe(0);
    const [first, ...others] = await Promise.all(Array.from({ length: 10 }, read));
    expect(first).toEqual({ kind: 'api token', apiToken: 'first' });
    now += 24 * 3_600 * SECONDS;
    for (const other of [...others, await read()]) expect(other).toBe(first);
    expect(reads).toBe(1);
  });

  it('are read again when Okta refuses them, at most every 30 seconds', async () => {
    const first = await read();
    await put('{"apiToken":"second"}');
    source.refused();
    expect(await read()).toBe(first);
    now += 30 * SECONDS;
    source.refused();
    expect(await read()).toEqual({ kind: 'api token', apiToken: 'second' });
    source.refused();
    await read();
    expect(reads).toBe(2);
  });

  it('stay the same object while the secret stays the same', async () => {
    const first = await read();
    now += 30 * SECONDS;
    source.refused();
    expect(await read()).toBe(first);
    expect(reads).toBe(2);
  });

  it('that were replaced are used by the very request that finds out', async () => {
    const okta = await startOktaServer(({ headers }) =>
      headers.authorization === 'SSWS second' ? { body: {} } : { status: 401 },
    );
    const asking = createOktaClient({ baseUrl: okta.baseUrl, credentials: source, scopes: [] });
    const ask = () => asking.request({ path: '/api/v1/users/a', signal: AbortSignal.timeout(5_000) });
    await expect(ask()).rejects.toMatchObject({ status: 401 });
    await put('{"apiToken":"second"}');
    now += 30 * SECONDS;
    expect(await ask()).toMatchObject({ status: 200 });
    expect(okta.arrivals).toHaveLength(3);
    await okta.close();
  });

  it.each(['not canary JSON', '"canary"', '{"apiToken":"canary\\n"}'])('are not %j', async (value) => {
    await put(value);
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_OKTA_CREDENTIALS' });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary/);
  });

  it('that cannot be read say no more than that, and are read once they can be', async () => {
    source = createSecretCredentials({ client, secretId: 'canary', clock: () => now });
    const error = await read().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'Okta credentials: expected a secret that can be read' });
    expect(error).not.toHaveProperty('cause');
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/canary/);
    await expect(read()).rejects.toMatchObject({ code: 'ERR_OKTA_CREDENTIALS' });
    expect(reads).toBe(2);
  });
});
