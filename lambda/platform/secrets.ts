import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretUnreadable } from '../pipeline/errors.ts';
import { digestOf, matchesAny, readVersion, type SecretVersion, type Stage } from './secret-versions.ts';
import { singleFlight } from './single-flight.ts';
import { untilAborted } from './time-limit.ts';

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
   * Compares a header value with every version that counts. A value that matches none is refused only when
   * all versions could be read: while Secrets Manager fails it might be the new secret.
   *
   * @throws SecretUnreadable when the answer depends on a version that cannot be read
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

const SECONDS = 1_000;
const MINUTES = 60 * SECONDS;
/** How long a reading of AWSCURRENT is used without asking again. */
const FRESH_MS = 5 * MINUTES;
/** How long it is used at most, while Secrets Manager fails. */
const STALE_MS = 60 * MINUTES;
/** The least time between two rounds of all versions, and between two attempts to refresh a stale reading. */
const PAUSE_MS = 30 * SECONDS;
/** How long AWSPREVIOUS counts after AWSCURRENT was made. */
const PREVIOUS_MS = 15 * MINUTES;
/** How long a call waits for the refresh of a reading that it could use as it is. */
const REFRESH_WAIT_MS = 800;
/** How long the start waits for the first reading, and a round at most for all of its readings. */
const READ_MS = 2 * SECONDS;

/** AWSCURRENT as it was at `readAt`. */
interface Reading {
  readonly version: SecretVersion;
  readonly readAt: number;
}

/** What the last round over all versions found; a failed one found nothing. */
interface Round {
  readonly startedAt: number;
  readonly failed: boolean;
  readonly pending?: SecretVersion | undefined;
  readonly previous?: SecretVersion | undefined;
}

/**
 * The hook secret in Secrets Manager. AWSCURRENT is kept for five minutes, and up to an hour while it cannot
 * be read again. A value that does not match makes one round of AWSCURRENT, AWSPENDING and AWSPREVIOUS, at
 * most every 30 seconds however many calls come; what it found counts until the next is due, so that a
 * version that was taken away stops counting within 30 seconds.
 */
export function createHookSecrets({ client, secretId, clock = Date.now }: HookSecretsOptions): HookSecrets {
  return new CachedHookSecrets((stage, signal) => readVersion(client, secretId, stage, signal), clock);
}

type Read = (stage: Stage, signal: AbortSignal) => Promise<SecretVersion | undefined>;

class CachedHookSecrets implements HookSecrets {
  readonly #read: Read;
  readonly #clock: () => number;
  readonly #shareReading = singleFlight((signal) => this.#readCurrent(signal));
  readonly #shareRound = singleFlight((signal) => this.#readAll(signal));
  #reading: Reading | undefined;
  #refreshFailedAt = -Infinity;
  #round: Round = { startedAt: -Infinity, failed: false };

  constructor(read: Read, clock: () => number) {
    this.#read = read;
    this.#clock = clock;
  }

  async warmUp(): Promise<void> {
    await this.#shareReading(AbortSignal.timeout(READ_MS)).catch(() => undefined);
  }

  async verify(value: string, signal: AbortSignal): Promise<Verification> {
    const digest = digestOf(value);
    const refreshed = await this.#refresh(signal);
    let matches = matchesAny(digest, this.#versions());
    if (!matches && !this.#isRoundFresh()) {
      // A round outlives the call that began it: cut short it would count as failed, for everybody.
      await untilAborted(signal, () => this.#shareRound(AbortSignal.timeout(READ_MS)));
      matches = matchesAny(digest, this.#versions());
    }
    if (!matches && this.#round.failed) throw new SecretUnreadable();
    return { matches, degraded: !refreshed || !this.#reading?.version.digest };
  }

  /** Sees to it that there is a usable reading; false when it is an old one that could not be read again. */
  async #refresh(signal: AbortSignal): Promise<boolean> {
    const age = this.#clock() - (this.#reading?.readAt ?? -Infinity);
    if (age < FRESH_MS) return true;
    const usable = age < STALE_MS;
    if (usable && this.#clock() - this.#refreshFailedAt < PAUSE_MS) return false;
    try {
      await this.#shareReading(
        usable ? AbortSignal.any([signal, AbortSignal.timeout(REFRESH_WAIT_MS)]) : signal,
      );
      return true;
    } catch (error) {
      this.#refreshFailedAt = this.#clock();
      if (usable) return false;
      throw error;
    }
  }

  /** The versions that count now. */
  #versions(): readonly (SecretVersion | undefined)[] {
    const current = this.#reading?.version;
    if (!this.#isRoundFresh()) return [current];
    const { pending, previous } = this.#round;
    const isPreviousOver = !(this.#clock() - (current?.createdAt ?? -Infinity) < PREVIOUS_MS);
    return [current, pending, isPreviousOver ? undefined : previous];
  }

  #isRoundFresh(): boolean {
    return this.#clock() - this.#round.startedAt < PAUSE_MS;
  }

  async #readCurrent(signal: AbortSignal): Promise<void> {
    const version = await this.#read('AWSCURRENT', signal);
    if (!version) throw new SecretUnreadable();
    this.#reading = { version, readAt: this.#clock() };
  }

  /** Never rejects: a failed round counts too, or a flood would repeat it. */
  async #readAll(signal: AbortSignal): Promise<void> {
    const startedAt = this.#clock();
    const stages: readonly Stage[] = ['AWSPENDING', 'AWSPREVIOUS'];
    try {
      // First: whoever reads AWSPREVIOUS before a rotation ends and AWSCURRENT after it misses the value between.
      await this.#readCurrent(signal);
      const [pending, previous] = await Promise.all(stages.map((stage) => this.#read(stage, signal)));
      this.#round = { startedAt, failed: false, pending, previous };
    } catch {
      this.#round = { startedAt, failed: true };
    }
  }
}
