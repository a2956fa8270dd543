import { setTimeout as sleepFor } from 'node:timers/promises';
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
export function createPace(options: PaceOptions): Pace {
  return new WindowPace(options);
}

/**
 * When a window ends is known from headers of whole seconds, so that two answers of one window may name ends that are a
 * second apart, and what the network takes.
 */
const SAME_WINDOW_MS = 1_500;

interface Window {
  limit: number;
  /** The fewest calls that an answer said are left. */
  remaining: number;
  /** The earliest end that an answer named: no answer names one that is too early. */
  resetAt: number;
}

interface Waiter {
  readonly go: () => void;
}

class WindowPace implements Pace {
  readonly #share: number;
  readonly #clock: () => number;
  readonly #sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly #waiters = new Set<Waiter>();
  #window: Window | 'unknown' | 'unlimited' = 'unknown';
  /** Whether a call is out to learn about a window. */
  #probing = false;
  #underWay = 0;
  #timer: AbortController | undefined;

  constructor({ share, clock = Date.now, sleep }: PaceOptions) {
    if (!(share > 0 && share <= 1)) throw new TypeError('share must be above 0 and at most 1');
    this.#share = share;
    this.#clock = clock;
    this.#sleep = sleep ?? ((milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }));
  }

  take(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#timer?.abort();
        reject(signal.reason);
      };
      const waiter = {
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiters.add(waiter);
      this.#serve();
    });
  }

  note(rateLimit: RateLimit | undefined): void {
    this.#underWay -= 1;
    if (!rateLimit) {
      if (this.#window === 'unknown') this.#window = 'unlimited';
      // a limit of 0 speaks of concurrent calls, not of this window
    } else if (rateLimit.limit > 0 && rateLimit.resetAt > this.#clock()) this.#learn(rateLimit);
    this.#probing = false;
    this.#serve();
  }

  lost(): void {
    this.#underWay -= 1;
    this.#probing = false;
    this.#serve();
  }

  /** Answers overtake each other: of one window the fewest remaining calls count, of two windows the later one. */
  #learn({ limit, remaining, resetAt }: RateLimit): void {
    const known = typeof this.#window === 'object' ? this.#window : undefined;
    if (!known || resetAt > known.resetAt + SAME_WINDOW_MS) {
      this.#window = { limit, remaining, resetAt };
    } else if (resetAt > known.resetAt - SAME_WINDOW_MS) {
      known.limit = limit;
      known.remaining = Math.min(known.remaining, remaining);
      if (resetAt >= known.resetAt) return;
      known.resetAt = resetAt;
      this.#timer?.abort();
    }
  }

  #serve(): void {
    for (const waiter of this.#waiters) {
      if (this.#room() <= 0) break;
      this.#waiters.delete(waiter);
      this.#underWay += 1;
      if (this.#window === 'unknown') this.#probing = true;
      waiter.go();
    }
    if (this.#waiters.size === 0) this.#timer?.abort();
    else if (typeof this.#window === 'object') this.#wake(this.#window.resetAt);
  }

  /** How many calls may go out now. */
  #room(): number {
    if (typeof this.#window === 'object' && this.#clock() >= this.#window.resetAt) this.#window = 'unknown';
    if (this.#window === 'unlimited') return Number.POSITIVE_INFINITY;
    if (this.#window === 'unknown') return this.#probing ? 0 : 1;
    const { limit, remaining } = this.#window;
    const allowed = Math.max(1, Math.floor(limit * this.#share));
    // calls under way may be counted in `remaining` already: then there is more room when they are answered
    return allowed - (limit - remaining) - this.#underWay;
  }

  #wake(at: number): void {
    if (this.#timer) return;
    const timer = new AbortController();
    this.#timer = timer;
    const awake = () => {
      this.#timer = undefined;
      this.#serve();
    };
    this.#sleep(Math.max(1, at - this.#clock()), timer.signal).then(awake, awake);
  }
}
