import { createSecretsManagerClient } from '../platform/aws-clients.ts';
import type { DirectorySettings } from '../platform/environment.ts';
import { createOktaClient } from '../platform/okta-client.ts';
import { createSecretCredentials } from '../platform/okta-credentials.ts';
import { type LoginDirectory, noDirectory } from './directory.ts';
import { createOktaDirectory } from './okta-directory.ts';

/** All that a service app needs to look people up. */
const SCOPES = ['okta.users.read'];
/** Milliseconds for one HTTP exchange; a token may take longer than the login that waits for it. */
const EXCHANGE_MS = 2_000;

/** The directory that the environment asks for; one that has credentials fetches them from now on. */
export function createDirectory(settings: DirectorySettings): LoginDirectory {
  if (settings.kind === 'none') return noDirectory;
  const { baseUrl, secretId } = settings;
  const credentials = createSecretCredentials({ client: createSecretsManagerClient(), secretId });
  const client = createOktaClient({ baseUrl, credentials, scopes: SCOPES, timeoutMs: EXCHANGE_MS });
  void client.warmUp();
  return createOktaDirectory({ client });
}
