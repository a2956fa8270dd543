import { randomBytes } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  SecretsManagerServiceException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { Stage } from '../platform/secret-versions.ts';

/** Which version has which stage. */
export type Stages = Readonly<Partial<Record<Stage, string>>>;

/** A version that was read to be given to Okta. */
export interface ReadVersion {
  readonly value: string;
  /** Milliseconds since the epoch; undefined when Secrets Manager does not say. */
  readonly createdAt: number | undefined;
}

/** The versions of one hook secret, to be changed. Everything throws {@link SecretNotChangeable}. */
export interface SecretVersions {
  stages(signal: AbortSignal): Promise<Stages>;
  /** The version if it has the stage and a value; else undefined. */
  read(versionId: string, stage: Stage, signal: AbortSignal): Promise<ReadVersion | undefined>;
  /** Adds a version as AWSPENDING; one that has this id and value already stays as it is. */
  putPending(versionId: string, value: string, signal: AbortSignal): Promise<void>;
  /** Takes the stage from one version and gives it to another one, or to none. */
  move(stage: Stage, from: string | undefined, to: string | undefined, signal: AbortSignal): Promise<void>;
}

/** Secrets Manager refused or did not answer. `reason` is AWS's name for it; the SDK's error quotes the request and goes no further. */
export class SecretNotChangeable extends Error {
  override readonly name = 'SecretNotChangeable';
  readonly code = 'ERR_SECRET_NOT_CHANGEABLE';
  readonly reason: string;

  constructor(operation: string, reason: string) {
    super(`Secrets Manager: ${operation} failed (${reason})`);
    this.reason = reason;
  }
}

/** A new hook secret: 64 characters that every header can carry, of 384 random bits. */
export function newHookSecret(): string {
  return randomBytes(48).toString('base64url');
}

/** The versions of the secret with this name or ARN. */
export function secretVersionsOf(client: SecretsManagerClient, secretId: string): SecretVersions {
  const target = { SecretId: secretId };
  return {
    stages: (abortSignal) =>
      attempt('DescribeSecret', async () => {
        const answer = await client.send(new DescribeSecretCommand(target), { abortSignal });
        return stagesOf(answer.VersionIdsToStages ?? {});
      }),
    read: (VersionId, VersionStage, abortSignal) =>
      attempt('GetSecretValue', async () => {
        const command = new GetSecretValueCommand({ ...target, VersionId, VersionStage });
        return await client.send(command, { abortSignal }).then(
          ({ SecretString: value, CreatedDate }) =>
            value ? { value, createdAt: CreatedDate?.getTime() } : undefined,
          (error: unknown) => {
            if (error instanceof ResourceNotFoundException) return undefined;
            throw error;
          },
        );
      }),
    putPending: (ClientRequestToken, SecretString, abortSignal) =>
      attempt('PutSecretValue', async () => {
        const VersionStages = ['AWSPENDING'];
        const input = { ...target, ClientRequestToken, SecretString, VersionStages };
        await client.send(new PutSecretValueCommand(input), { abortSignal });
      }),
    move: (VersionStage, RemoveFromVersionId, MoveToVersionId, abortSignal) =>
      attempt('UpdateSecretVersionStage', async () => {
        const input = { ...target, VersionStage, RemoveFromVersionId, MoveToVersionId };
        await client.send(new UpdateSecretVersionStageCommand(input), { abortSignal });
      }),
  };
}

function stagesOf(stagesOfVersions: Readonly<Record<string, readonly string[]>>): Stages {
  const entries = Object.entries(stagesOfVersions);
  return Object.fromEntries(entries.flatMap(([id, stages]) => stages.map((stage) => [stage, id])));
}

async function attempt<Result>(operation: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof SecretsManagerServiceException ? error.name : 'no answer';
    throw new SecretNotChangeable(operation, reason);
  }
}
