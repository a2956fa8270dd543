import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ConfigurationError } from './configuration-error.ts';
import { ENVIRONMENT } from './environment.ts';

/** The values of secrets, by the names that `rules/password-sources.yaml` gives them. */
export interface NamedSecrets {
  /** The text of a secret, read at most every five minutes; '' for one without a text. Rejects with the SDK's errors. */
  read(name: string, signal: AbortSignal): Promise<string>;
  /** The text that the secret has now. While it cannot be read, `read` goes on with the one before. */
  readAnew(name: string, signal: AbortSignal): Promise<string>;
  /** Reads it anew the next time: whoever it was shown to has refused it. */
  forget(name: string): void;
}

const FRESH_MS = 5 * 60 * 1_000;

/**
 * The secrets of password sources.
 *
 * @param names every name that will be asked for
 * @throws ConfigurationError when one of them stands for no secret
 */
export function createNamedSecrets(options: {
  readonly client: SecretsManagerClient;
  /** Names or ARNs in Secrets Manager, by name. */
  readonly ids: ReadonlyMap<string, string>;
  readonly names: readonly string[];
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}): NamedSecrets {
  const { client, ids, names, clock = Date.now } = options;
  if (!names.every((name) => ids.has(name))) {
    throw new ConfigurationError(ENVIRONMENT.sourceSecrets, 'a secret for every name that a source uses');
  }
  const readings = new Map<string, { readonly value: string; readonly readAt: number }>();
  const readAnew = async (name: string, signal: AbortSignal) => {
    const command = new GetSecretValueCommand({ SecretId: ids.get(name) });
    const { SecretString: value = '' } = await client.send(command, { abortSignal: signal });
    // nothing to show anybody is nothing to keep
    if (value === '') readings.delete(name);
    else readings.set(name, { value, readAt: clock() });
    return value;
  };
  return {
    read: async (name, signal) => {
      const reading = readings.get(name);
      return reading && clock() - reading.readAt < FRESH_MS ? reading.value : readAnew(name, signal);
    },
    readAnew,
    forget: (name) => void readings.delete(name),
  };
}

/** The account that a secret holds: JSON with `username` and `password`, as Secrets Manager writes it for databases. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** Reads the text of a secret as an account; undefined when it is none. */
export function accountIn(value: string): Account | undefined {
  try {
    const { username, password } = JSON.parse(value);
    return typeof username === 'string' && typeof password === 'string' ? { username, password } : undefined;
  } catch {
    return undefined;
  }
}
