import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'aws-lambda';
import { createSecretsManagerClient } from './platform/aws-clients.ts';
import { createOktaClient } from './platform/okta-client.ts';
import { createSecretCredentials } from './platform/okta-credentials.ts';
import { rotatedHookInOkta, rotationScope } from './registration/rotated-hook.ts';
import { rotationStep } from './registration/rotation.ts';
import { readRotationEnvironment, readRotationRequest } from './registration/rotation-request.ts';
import { secretVersionsOf } from './registration/secret-versions.ts';

/** What is left to say why, before Lambda ends the process. */
const RESERVE_MS = 2_000;

const environment = readRotationEnvironment(process.env);
const client = createSecretsManagerClient();
const { oktaBaseUrl: baseUrl, registrationSecretId: secretId } = environment;
const credentials = createSecretCredentials({ client, secretId });

/**
 * The rotation function of the hook secrets: Secrets Manager calls it once for each step. When one fails it begins
 * again with the first, several times (AWS, "Rotation by Lambda function"). Errors carry no values; Lambda logs them.
 */
export async function handler(
  event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const { step, version, secretArn, wanted } = readRotationRequest(event, environment);
  const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - RESERVE_MS);
  const options = {
    secret: secretVersionsOf(client, secretArn),
    // one scope at a time: a token is refused when one of its scopes is, and not everybody has an event hook
    okta: rotatedHookInOkta(
      createOktaClient({ baseUrl, credentials, scopes: [rotationScope(wanted)] }),
      wanted,
    ),
    sleep: (milliseconds: number, until: AbortSignal) => sleep(milliseconds, undefined, { signal: until }),
  };
  await rotationStep(step, options, version, signal);
}
