import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type OktaCredentialSource, type OktaCredentials, readOktaCredentials } from './okta/credentials.ts';
import { OktaCredentialsUnusable } from './okta/errors.ts';
import { singleFlight } from './single-flight.ts';
import { untilAborted } from './time-limit.ts';

/** Where the credentials for Okta are kept. */
export interface SecretCredentialsOptions {
  readonly client: SecretsManagerClient;
  /** Name or ARN of a secret whose text is JSON: see `readOktaCredentials`. */
  readonly secretId: string;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/** The least time between two readings because of a refusal. */
const PAUSE_MS = 30_000;

/** The secret as it was at `readAt`. */
interface Reading {
  readonly text: string;
  readonly credentials: OktaCredentials;
  readonly readAt: number;
}

/**
 * Credentials in Secrets Manager, read when they are first needed and kept until Okta refuses them; then read
 * again, at most every 30 seconds.
 */
export function createSecretCredentials(options: SecretCredentialsOptions): OktaCredentialSource {
  return new SecretCredentials(options);
}

class SecretCredentials implements OktaCredentialSource {
  readonly #client: SecretsManagerClient;
  readonly #secretId: string;
  readonly #clock: () => number;
  readonly #share = singleFlight((signal) => this.#read(signal));
  #reading: Reading | undefined;
  #isRefused = false;

  constructor({ client, secretId, clock = Date.now }: SecretCredentialsOptions) {
    this.#client = client;
    this.#secretId = secretId;
    this.#clock = clock;
  }

  /** Reading outlives the call that needed it first: the next one finds it done. */
  async read(signal: AbortSignal): Promise<OktaCredentials> {
    if (this.#reading && !this.#isRefused) return this.#reading.credentials;
    return untilAborted(signal, () => this.#share(new AbortController().signal));
  }

  refused(): void {
    this.#isRefused = this.#clock() - (this.#reading?.readAt ?? -Infinity) >= PAUSE_MS;
  }

  async #read(signal: AbortSignal): Promise<OktaCredentials> {
    const text = await this.#fetch(signal);
    const isSame = text === this.#reading?.text;
    const credentials = isSame && this.#reading ? this.#reading.credentials : parse(text);
    this.#reading = { text, credentials, readAt: this.#clock() };
    this.#isRefused = false;
    return credentials;
  }

  async #fetch(signal: AbortSignal): Promise<string> {
    try {
      const command = new GetSecretValueCommand({ SecretId: this.#secretId });
      const { SecretString } = await this.#client.send(command, { abortSignal: signal });
      if (SecretString) return SecretString;
    } catch {
      // The SDK's error quotes the request, so it goes no further.
    }
    throw new OktaCredentialsUnusable('a secret that can be read');
  }
}

function parse(text: string): OktaCredentials {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new OktaCredentialsUnusable('a secret that is JSON');
  }
  return readOktaCredentials(json);
}
