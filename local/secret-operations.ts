import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import {
  findVersion,
  putVersion,
  type Secret,
  SecretsError,
  type SecretVersion,
  stagesOf,
  updateStage,
} from './secret-store.ts';

const stage = z.string().min(1).max(256);
const versionId = z.string().min(32).max(64);
const target = z.object({ SecretId: z.string().min(1).max(2048) });
const inputs = {
  get: target.extend({ VersionId: versionId.optional(), VersionStage: stage.optional() }),
  put: target.extend({
    ClientRequestToken: versionId.default(() => randomUUID()),
    SecretString: z.string().max(65_536).optional(),
    SecretBinary: z.base64().optional(),
    VersionStages: z.array(stage).min(1).max(20).optional(),
  }),
  move: target.extend({
    VersionStage: stage,
    RemoveFromVersionId: versionId.optional(),
    MoveToVersionId: versionId.optional(),
  }),
};

/** What the operations work on. */
export interface World {
  readonly secrets: readonly Secret[];
  readonly clock: () => number;
}
type Operation = (input: unknown, world: World) => object;

const operations: Readonly<Record<string, Operation>> = {
  GetSecretValue: (input, { secrets }) => {
    const { SecretId, VersionId, VersionStage } = check(inputs.get, input);
    const secret = find(secrets, SecretId);
    const version = findVersion(secret, VersionId, VersionStage);
    return { ...describeVersion(secret, version), ...version.value, CreatedDate: version.createdAt / 1000 };
  },
  PutSecretValue: (input, { secrets, clock }) => {
    const { SecretId, ClientRequestToken: id, VersionStages, ...given } = check(inputs.put, input);
    const secret = find(secrets, SecretId);
    const version = { id, value: readValue(given), createdAt: clock() };
    putVersion(secret, version, VersionStages);
    return describeVersion(secret, version);
  },
  DescribeSecret: (input, { secrets }) => {
    const secret = find(secrets, check(target, input).SecretId);
    const staged = [...secret.versions.values()].filter(({ id }) => stagesOf(secret, id).length > 0);
    return {
      ARN: secret.arn,
      Name: secret.name,
      CreatedDate: secret.createdAt / 1000,
      LastChangedDate: Math.max(...[...secret.versions.values()].map(({ createdAt }) => createdAt)) / 1000,
      VersionIdsToStages: Object.fromEntries(staged.map(({ id }) => [id, stagesOf(secret, id)])),
    };
  },
  UpdateSecretVersionStage: (input, { secrets }) => {
    const { SecretId, VersionStage, RemoveFromVersionId, MoveToVersionId } = check(inputs.move, input);
    const secret = find(secrets, SecretId);
    updateStage(secret, VersionStage, RemoveFromVersionId, MoveToVersionId);
    return { ARN: secret.arn, Name: secret.name };
  },
};

/**
 * Performs one operation of Secrets Manager by its name and returns the body of the answer. Throws
 * {@link SecretsError} with AWS's own error name for an unknown operation, wrong input or a missing secret.
 */
export function perform(name: string | undefined, input: unknown, world: World): object {
  const operation = name !== undefined && Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) throw new SecretsError('UnknownOperationException', 'This operation is not known here.');
  return operation(input, world);
}

function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const checked = schema.safeParse(input);
  if (checked.success) return checked.data;
  const paths = checked.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new SecretsError('ValidationException', `Invalid or missing parameters: ${paths}`);
}

/** By name, by ARN, or by ARN without its random ending, as AWS does. */
function find(secrets: readonly Secret[], id: string): Secret {
  const secret = secrets.find(({ name, arn }) => id === name || id === arn || id === arn.slice(0, -7));
  if (secret) return secret;
  throw new SecretsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
}

function readValue(given: { SecretString?: string | undefined; SecretBinary?: string | undefined }) {
  const { SecretString, SecretBinary } = given;
  if (SecretString !== undefined && SecretBinary === undefined) return { SecretString };
  if (SecretBinary !== undefined && SecretString === undefined) return { SecretBinary };
  throw new SecretsError('InvalidParameterException', 'Give either SecretString or SecretBinary.');
}

function describeVersion(secret: Secret, { id }: SecretVersion) {
  return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stagesOf(secret, id) };
}
