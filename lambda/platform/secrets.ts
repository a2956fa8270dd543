import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** What checking a header value against the hook secret came to. */
export interface Verification {
  readonly matches: boolean;
  /** True when Secrets Manager could not be asked and an older reading was used, or its value is unusable. */
  readonly degraded: boolean;
}

/** The hook secret with the versions that count during a rotation. */
export interface HookSecrets {
  /** Reads the secret ahead of the first call. Never rejects: the first call finds out what is wrong. */
  warmUp(): Promise<void>;
  /**
   * Compares a header value with every version that counts.
   *
   * @throws SecretUnreadable when the secret cannot be read and no reading is young enough to use
   */
  verify(value: string, signal: AbortSignal): Promise<Verification>;
}

/** Where the hook secret is kept. */
export interface HookSecretsOptions {
  readonly client: SecretsManagerClient;
  /** Name or ARN of the secret. */
  readonly secretId: string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}
