import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { createDirectory } from '../../lambda/logins/create-directory.ts';
import { startSecretsManager } from '../../local/secrets-manager.ts';
import { startOktaServer } from '../okta-server.ts';
import { clientFor } from '../pipeline/world.ts';

const SECRET_ID = 'okta/directory';
const lookup = (directory: ReturnType<typeof createDirectory>) =>
  directory.lookup(['ann@example.com'], AbortSignal.timeout(5_000));

it('asks nobody when there is no directory, and says that this is no fault', async () => {
  const directory = createDirectory({ kind: 'none' });
  expect(directory.kind).toBe('none');
  expect(await lookup(directory)).toEqual([{ state: 'unknown' }]);
});

it('asks the org with the credentials in the secret', async () => {
  const secrets = await startSecretsManager({ port: 0, secrets: { [SECRET_ID]: '{"apiToken":"00t"}' } });
  clientFor(secrets).destroy();
  const okta = await startOktaServer(({ url, headers }) =>
    url === '/api/v1/users/ann%40example.com' && headers.authorization === 'SSWS 00t'
      ? { body: { id: '00u1' } }
      : { status: 401 },
  );
  const directory = createDirectory({ kind: 'okta', baseUrl: okta.baseUrl, secretId: SECRET_ID });
  expect(await lookup(directory)).toEqual([{ state: 'taken', id: '00u1' }]);
  await Promise.all([okta.close(), secrets.close()]);
});

it('asks a service app’s tokens for no more than reading people', async () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const secret = JSON.stringify({ clientId: '0oa1', privateKey: pem });
  const secrets = await startSecretsManager({ port: 0, secrets: { [SECRET_ID]: secret } });
  clientFor(secrets).destroy();
  const okta = await startOktaServer(() => ({ status: 400, body: { error: 'invalid_scope' } }));
  const directory = createDirectory({ kind: 'okta', baseUrl: okta.baseUrl, secretId: SECRET_ID });
  expect(await lookup(directory)).toEqual([{ state: 'unknown' }]);
  const [asked] = okta.arrivals;
  expect([asked?.url, new URLSearchParams(asked?.body).get('scope')]).toEqual([
    '/oauth2/v1/token',
    'okta.users.read',
  ]);
  await Promise.all([okta.close(), secrets.close()]);
});
