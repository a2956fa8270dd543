import { randomBytes, randomUUID } from 'node:crypto';

/** One version of a secret; stages (`AWSCURRENT`, …) are the names that point to it. */
export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}
export type SecretValue = { readonly SecretString: string } | { readonly SecretBinary: string };

/** A secret with its versions and, for each stage, the id of the one version that has it. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly createdAt: number;
  readonly versions: Map<string, SecretVersion>;
  readonly stages: Map<string, string>;
}

/** A refusal with the name Secrets Manager gives it; the texts are Secrets Manager's own. */
export class SecretsError extends Error {
  override readonly name = 'SecretsError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const ACCOUNT = '000000000000';

/** A secret named `name` whose first version, `AWSCURRENT`, holds `value`. */
export function createSecret(name: string, value: string, region: string, now: number): Secret {
  const suffix = randomBytes(4).toString('hex').slice(0, 6);
  const id = randomUUID();
  return {
    arn: `arn:aws:secretsmanager:${region}:${ACCOUNT}:secret:${name}-${suffix}`,
    name,
    createdAt: now,
    versions: new Map([[id, { id, value: { SecretString: value }, createdAt: now }]]),
    stages: new Map([['AWSCURRENT', id]]),
  };
}

/** The stages a version has, in the order they were given. */
export function stagesOf(secret: Secret, versionId: string): string[] {
  return [...secret.stages].filter(([, id]) => id === versionId).map(([stage]) => stage);
}

/** The version with this id and this stage; `AWSCURRENT` when neither is asked for. */
export function findVersion(secret: Secret, versionId?: string, stage?: string): SecretVersion {
  const wanted = versionId ?? secret.stages.get(stage ?? 'AWSCURRENT');
  const version = wanted === undefined ? undefined : secret.versions.get(wanted);
  if (!version || stagesOf(secret, version.id).length === 0) {
    const what = versionId ? `VersionId: ${versionId}` : `staging label: ${stage ?? 'AWSCURRENT'}`;
    const text = `Secrets Manager can't find the specified secret value for ${what}`;
    throw new SecretsError('ResourceNotFoundException', text);
  }
  if (stage !== undefined && secret.stages.get(stage) !== version.id) {
    const text = 'You provided a VersionStage that is not associated to the provided VersionId.';
    throw new SecretsError('InvalidRequestException', text);
  }
  return version;
}

/** Adds a version and moves the stages to it; the same version once more changes nothing. */
export function putVersion(
  secret: Secret,
  version: SecretVersion,
  stages: readonly string[] = ['AWSCURRENT'],
): void {
  const known = secret.versions.get(version.id);
  if (known && JSON.stringify(known.value) !== JSON.stringify(version.value)) {
    const text = "You can't modify an existing version, you can only create a new version.";
    throw new SecretsError('ResourceExistsException', text);
  }
  if (known) return;
  secret.versions.set(version.id, version);
  for (const stage of stages) moveStage(secret, stage, version.id);
}

/** Points a stage to another version; the version that loses `AWSCURRENT` becomes `AWSPREVIOUS`. */
function moveStage(secret: Secret, stage: string, to: string): void {
  const from = secret.stages.get(stage);
  secret.stages.set(stage, to);
  if (stage !== 'AWSCURRENT' || from === to) return;
  if (secret.stages.get('AWSPREVIOUS') === to) secret.stages.delete('AWSPREVIOUS');
  if (from !== undefined) secret.stages.set('AWSPREVIOUS', from);
}

/** UpdateSecretVersionStage: a stage in use moves only when the caller names the version that has it. */
export function updateStage(secret: Secret, stage: string, removeFrom?: string, moveTo?: string): void {
  const holder = secret.stages.get(stage);
  if (moveTo !== undefined && !secret.versions.has(moveTo)) {
    throw new SecretsError('ResourceNotFoundException', "Secrets Manager can't find the specified version.");
  }
  if (removeFrom !== undefined && holder !== removeFrom) {
    const text = `The staging label ${stage} is not currently attached to version ${removeFrom}.`;
    throw new SecretsError('InvalidParameterException', text);
  }
  if (moveTo === undefined) {
    if (removeFrom === undefined || stage === 'AWSCURRENT') {
      const text = `You can only move staging label ${stage} to a different secret version.`;
      throw new SecretsError('InvalidParameterException', text);
    }
    secret.stages.delete(stage);
    return;
  }
  if (holder !== undefined && holder !== moveTo && removeFrom === undefined) {
    const text = `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ${holder}, so you must explicitly reference that version in RemoveFromVersionId.`;
    throw new SecretsError('InvalidParameterException', text);
  }
  moveStage(secret, stage, moveTo);
}
