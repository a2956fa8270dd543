import { hash, timingSafeEqual } from 'node:crypto';
import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SecretUnreadable } from '../pipeline/errors.ts';

/** The names Secrets Manager gives to the versions of a secret that is being rotated. */
export type Stage = 'AWSCURRENT' | 'AWSPENDING' | 'AWSPREVIOUS';

/** A version of the secret as it is kept in memory: a digest, never the value. */
export interface SecretVersion {
  /** SHA-256; undefined when the value is empty or binary, which authenticates nobody. */
  readonly digest: Buffer | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
}

/**
 * Reads one version of a secret; undefined when no version has that stage.
 *
 * @throws SecretUnreadable for every other failure; the SDK's error goes no further
 */
export async function readVersion(
  client: SecretsManagerClient,
  secretId: string,
  stage: Stage,
  signal: AbortSignal,
): Promise<SecretVersion | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId: secretId, VersionStage: stage });
    const { SecretString, CreatedDate } = await client.send(command, { abortSignal: signal });
    return {
      digest: SecretString ? digestOf(SecretString) : undefined,
      createdAt: CreatedDate?.getTime(),
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw new SecretUnreadable();
  }
}

/** The SHA-256 digest of a secret or of a value that claims to be it. */
export function digestOf(value: string): Buffer {
  return hash('sha256', value, 'buffer');
}

/** Whether the digest is that of one of the versions; every version is compared, whichever matches. */
export function matchesAny(digest: Buffer, versions: readonly (SecretVersion | undefined)[]): boolean {
  let matched = false;
  for (const version of versions) {
    if (version?.digest) matched = timingSafeEqual(digest, version.digest) || matched;
  }
  return matched;
}
