import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OUTPUTS, OUTPUTS_FILE } from '../infra/outputs.ts';
import { CommandError, type Io } from './command.ts';
import { parseObject, readInput } from './input.ts';

/** The option of every command that works on a deployment. */
export const outputsOption = {
  type: 'string',
  placeholder: 'file',
  default: OUTPUTS_FILE,
  description: `outputs of the deployment (${OUTPUTS_FILE}, written by npm run deploy); .local/outputs.json for the laptop`,
} as const;

/** A deployment as its outputs describe it: in AWS, or on this machine. */
export interface Deployment {
  readonly file: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Where the laptop's stand-ins for AWS listen; undefined for a real deployment. */
  readonly endpoints?: Readonly<Record<string, string>>;
}

/** Reads an outputs file: `cdk deploy`'s, with one object a stack, or the laptop's. */
export async function readDeployment(file: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<Deployment> {
  const { endpoints, ...rest } = parseObject(await readInput(file, io), file);
  const flat = Object.entries(rest).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? Object.entries(value) : [[key, value] as const],
  );
  const outputs = Object.fromEntries(
    flat.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  return { file, outputs, ...(isTexts(endpoints) && { endpoints }) };
}

const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

/** One output by its name; a deployment without it is older than this command. */
export function outputOf({ outputs, file }: Deployment, name: string): string {
  const value = outputs[name];
  if (value !== undefined) return value;
  throw new CommandError(`the outputs have no ${name}`, {
    where: file,
    next: 'deploy again, or start the laptop again',
  });
}

/** The table of the login ledger with a client that reaches it; the caller destroys the client. */
export const loginTableOf = (deployment: Deployment) => tableOf(deployment, OUTPUTS.loginTableName);

/** The table of the legacy passwords with a client that reaches it; the caller destroys the client. */
export const credentialTableOf = (deployment: Deployment) => tableOf(deployment, OUTPUTS.credentialTableName);

function tableOf(
  deployment: Deployment,
  output: string,
): { readonly client: DynamoDBClient; readonly table: string } {
  const table = outputOf(deployment, output);
  const endpoint = deployment.endpoints?.['dynamoDb'];
  if (deployment.endpoints === undefined) return { client: new DynamoDBClient({}), table };
  if (endpoint === undefined)
    throw new CommandError('the outputs name no endpoint for DynamoDB', { where: deployment.file });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { client: new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }), table };
}
