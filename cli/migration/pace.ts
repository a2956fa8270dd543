import type { RateLimit } from '../../lambda/platform/okta/rate-limit.ts';

/** What a pace is kept by. */
export interface PaceOptions {
  /** How much of Okta's limit may be used, by everybody together: above 0, at most 1. */
  readonly share: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** Waits until then or rejects when the signal aborts. @default a timer */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** Lets the calls of one endpoint through, as many at once as its limit has room for. */
export interface Pace {
  /**
   * Resolves when one call may go out; `note` or `lost` must follow. In a window that nothing is known of yet, one call
   * goes out alone. Rejects with the reason of the signal.
   */
  take(signal: AbortSignal): Promise<void>;
  /** A call was answered, by an error or not; undefined: the answer names no limit, so there is none. */
  note(rateLimit: RateLimit | undefined): void;
  /** A call was not answered. */
  lost(): void;
}

/** A pace for one endpoint of Okta. @throws TypeError for a share that is none */
export declare function createPace(options: PaceOptions): Pace;
