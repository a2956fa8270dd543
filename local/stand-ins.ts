import { onPort } from './laptop-error.ts';
import type { RunningServer } from './listen.ts';
import { startSecretsManager } from './secrets-manager.ts';
import type { LaptopSettings } from './settings.ts';

const REGION = 'us-east-1';
const IMPORT_SECRET = 'okta-hooks/import';

/** The stand-ins for AWS that a laptop needs, running. */
export interface StandIns {
  readonly secretsManagerUrl: string;
  readonly importSecretArn: string;
  readonly close: RunningServer['close'];
}

/** Starts the stand-ins, which hold the hook secrets of the settings. */
export async function startStandIns(settings: LaptopSettings): Promise<StandIns> {
  const { secretsManagerPort: port, host, secret } = settings;
  const secrets = { [IMPORT_SECRET]: secret };
  const { arns, close } = await onPort(port, () =>
    startSecretsManager({ port, host, region: REGION, secrets }),
  );
  return {
    secretsManagerUrl: `http://127.0.0.1:${port}`,
    importSecretArn: arns[IMPORT_SECRET] ?? IMPORT_SECRET,
    close,
  };
}

/** The environment of a Lambda whose AWS clients talk to the stand-ins, and never to a real account. */
export function awsEnvironment({ secretsManagerUrl, importSecretArn }: StandIns): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManagerUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    // a profile would come before the two keys
    AWS_PROFILE: '',
    HOOK_SECRET_ID: importSecretArn,
  };
}
