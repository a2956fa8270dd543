import { createSecretsManagerClient } from '../platform/aws-clients.ts';
import type { AuthenticationSettings } from '../platform/environment.ts';
import { createHookSecrets } from '../platform/secrets.ts';
import type { Authentication } from './authenticate.ts';

/** The check of callers that the environment asks for; a hook secret is being read from now on. */
export function authenticationFor(settings: AuthenticationSettings): Authentication {
  if (settings.kind === 'jwt') return settings;
  const { header, secretId } = settings;
  const secrets = createHookSecrets({ client: createSecretsManagerClient(), secretId });
  void secrets.warmUp();
  return { kind: 'header', header, secrets };
}
