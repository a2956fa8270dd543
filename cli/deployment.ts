import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { HookKind } from '../events/hook-call.ts';
import { HOOKS } from '../infra/hooks.ts';
import { hookOfOutput, hookOutputs, OUTPUTS, OUTPUTS_FILE } from '../infra/outputs.ts';
import { CommandError, type Io } from './command.ts';
import { parseObject, readInput } from './input.ts';

/** The option of every command that works on a deployment. */
export const outputsOption = {
  type: 'string',
  placeholder: 'file',
  default: OUTPUTS_FILE,
  description: `outputs of the deployment (${OUTPUTS_FILE}, written by npm run deploy); .local/outputs.json for the laptop`,
} as const;

/** What to do where there are no outputs. */
const WRITTEN_BY =
  'deploy first (npm run deploy), or use the laptop: npm start, and --outputs .local/outputs.json';

/** What the laptop's stand-ins for AWS take from anybody. */
const LAPTOP = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;

/** What to do where they are no outputs any more. */
const WRITTEN_AGAIN_BY = 'npm run deploy writes it again; npm start that of the laptop';

/** A deployment as its outputs describe it: in AWS, or on this machine. */
export interface Deployment {
  readonly file: string;
  /** Name of its stack; a laptop has one of its own. */
  readonly stack: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Where the laptop's stand-ins for AWS listen; undefined for a real deployment. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** Reads an outputs file: `cdk deploy`'s, with one object a stack, or the laptop's. */
export async function readDeployment(file: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<Deployment> {
  const { endpoints, ...rest } = parseObject(await readInput(file, io, WRITTEN_BY), file, WRITTEN_AGAIN_BY);
  const flat = Object.entries(rest).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [[key, value] as const],
  );
  const outputs = Object.fromEntries(
    flat.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  const [stack = 'OktaHooks'] = Object.keys(rest).filter((key) => typeof rest[key] === 'object');
  if (!isTexts(endpoints)) return { file, stack, outputs };
  return { file, stack: 'OktaHooks-laptop', outputs, endpoints };
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

/** The hooks that a deployment has; none where the outputs are not those of a deployment. */
export const deployedKinds = ({ outputs }: Pick<Deployment, 'outputs'>): readonly HookKind[] =>
  HOOKS.filter(({ id }) => outputs[hookOutputs(id).url] !== undefined).map(({ kind }) => kind);

/** What a person is told whose command needs a hook that the deployment does not have. */
export function hookMissing(deployment: Deployment, kind: HookKind): CommandError {
  const name = kind === 'events' ? 'event' : kind;
  const others = deployedKinds(deployment).join(' and ');
  return new CommandError(`this deployment has no ${name} hook, only ${others}`, {
    where: deployment.file,
    next: deployment.endpoints
      ? 'start the laptop again (npm start)'
      : `if it is needed, ${deployWith(kind)}`,
  });
}

/** The instruction to add a hook to a deployment. */
export const deployWith = (kind: HookKind): string =>
  `deploy with "${kind}" in the setting "hooks" of cdk.json (docs/deploying.md)`;

/**
 * One output by its name.
 *
 * @throws CommandError when the deployment does not have the hook that the output comes with, or is older than this command
 */
export function outputOf(deployment: Deployment, name: string): string {
  const { outputs, file } = deployment;
  const value = outputs[name];
  if (value !== undefined) return value;
  const kind = hookOfOutput(name)?.kind;
  const deployed = deployedKinds(deployment);
  if (kind && deployed.length > 0 && !deployed.includes(kind)) throw hookMissing(deployment, kind);
  throw new CommandError(`the outputs have no ${name}`, {
    where: file,
    next: 'deploy again, or start the laptop again',
  });
}

/** The table of the login ledger with a client that reaches it; the caller destroys the client. */
export const loginTableOf = (deployment: Deployment) => tableOf(deployment, OUTPUTS.loginTableName);

/** The table of the legacy passwords with a client that reaches it; the caller destroys the client. */
export const credentialTableOf = (deployment: Deployment) => tableOf(deployment, OUTPUTS.credentialTableName);

/** A client for the secrets of a deployment; the caller destroys it. */
export function secretsManagerOf({ endpoints, file }: Deployment): SecretsManagerClient {
  const endpoint = endpoints?.['secretsManager'];
  if (endpoints === undefined) return new SecretsManagerClient({});
  if (endpoint === undefined)
    throw new CommandError('the outputs name no endpoint for Secrets Manager', { where: file });
  return new SecretsManagerClient({ endpoint, ...LAPTOP });
}

/** What to do when the secrets of a deployment cannot be read or changed. */
export const secretsHint = ({ endpoints }: Deployment): string =>
  endpoints ? 'start the laptop (npm start)' : 'check the AWS credentials and the region';

/** The current value of a secret of the deployment: for Okta, never for a screen. */
export async function readSecret(deployment: Deployment, arn: string, signal: AbortSignal): Promise<string> {
  const client = secretsManagerOf(deployment);
  try {
    const command = new GetSecretValueCommand({ SecretId: arn });
    const { SecretString } = await client.send(command, { abortSignal: signal });
    if (SecretString) return SecretString;
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error && error.name !== 'Error' ? error.name : 'no connection';
    throw new CommandError(`the hook secret cannot be read (${why})`, {
      where: arn,
      next: secretsHint(deployment),
    });
  } finally {
    client.destroy();
  }
  throw new CommandError('the hook secret is empty', { where: arn });
}

function tableOf(
  deployment: Deployment,
  output: string,
): { readonly client: DynamoDBClient; readonly table: string } {
  const table = outputOf(deployment, output);
  const endpoint = deployment.endpoints?.['dynamoDb'];
  if (deployment.endpoints === undefined) return { client: new DynamoDBClient({}), table };
  if (endpoint === undefined)
    throw new CommandError('the outputs name no endpoint for DynamoDB', { where: deployment.file });
  return { client: new DynamoDBClient({ endpoint, ...LAPTOP }), table };
}
