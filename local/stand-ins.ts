import type { HookKind } from '../events/hook-call.ts';
import { ENVIRONMENT } from '../lambda/platform/environment.ts';
import {
  type DynamoDbStandIn,
  LOCAL_CREDENTIAL_TABLE,
  LOCAL_LOGIN_TABLE,
  startDynamoDb,
} from './dynamodb.ts';
import { onPort } from './laptop-error.ts';
import { LOOPBACK, type RunningServer } from './listen.ts';
import { loadSampleCredentials } from './sample-credentials.ts';
import { startSecretsManager } from './secrets-manager.ts';
import type { LaptopSettings } from './settings.ts';

const REGION = 'us-east-1';
const HOOK_SECRETS = {
  import: 'okta-hooks/import',
  password: 'okta-hooks/password',
  events: 'okta-hooks/events',
} as const;
const DIRECTORY_SECRET = 'okta/directory';

/** The stand-ins for AWS that a laptop needs, running. */
export interface StandIns {
  readonly secretsManagerUrl: string;
  readonly dynamoDbUrl: string;
  readonly secretArns: Readonly<Record<HookKind, string>>;
  readonly close: RunningServer['close'];
}

/** Starts the stand-ins, which hold the secrets of the settings, an empty login table and the sample's credentials. */
export async function startStandIns(settings: LaptopSettings): Promise<StandIns> {
  const { secretsManagerPort, dynamoDbPort, host, secret, okta } = settings;
  const secrets = {
    [HOOK_SECRETS.import]: secret,
    [HOOK_SECRETS.password]: secret,
    [HOOK_SECRETS.events]: secret,
    ...(okta && { [DIRECTORY_SECRET]: JSON.stringify({ apiToken: okta.apiToken }) }),
  };
  const secretsManager = await onPort(secretsManagerPort, () =>
    startSecretsManager({ port: secretsManagerPort, host, region: REGION, secrets }),
  );
  const dynamoDb = await startTables(dynamoDbPort, host).catch(async (error: unknown) => {
    await secretsManager.close();
    throw error;
  });
  const arnOf = (name: string) => secretsManager.arns[name] ?? name;
  return {
    secretsManagerUrl: `http://${LOOPBACK}:${secretsManagerPort}`,
    dynamoDbUrl: dynamoDb.url,
    secretArns: {
      import: arnOf(HOOK_SECRETS.import),
      password: arnOf(HOOK_SECRETS.password),
      events: arnOf(HOOK_SECRETS.events),
    },
    close: async () => {
      await Promise.all([secretsManager.close(), dynamoDb.close()]);
    },
  };
}

async function startTables(port: number, host: string): Promise<DynamoDbStandIn> {
  const standIn = await onPort(port, () => startDynamoDb({ port, host, region: REGION }));
  await loadSampleCredentials(standIn.url, REGION);
  return standIn;
}

/** The environment of a Lambda whose AWS clients talk to the stand-ins, and never to a real account. */
export function awsEnvironment(standIns: StandIns, { okta }: LaptopSettings): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: standIns.secretsManagerUrl,
    AWS_ENDPOINT_URL_DYNAMODB: standIns.dynamoDbUrl,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    // a profile would come before the two keys
    AWS_PROFILE: '',
    [ENVIRONMENT.loginTable]: LOCAL_LOGIN_TABLE,
    [ENVIRONMENT.credentialTable]: LOCAL_CREDENTIAL_TABLE,
    [ENVIRONMENT.directory]: okta ? 'okta' : 'none',
    [ENVIRONMENT.directorySecretId]: DIRECTORY_SECRET,
    [ENVIRONMENT.oktaBaseUrl]: okta?.baseUrl ?? '',
  };
}
