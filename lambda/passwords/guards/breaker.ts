/** Keeps callers from something that does not answer. */
export interface Breaker {
  /** Whether it may be asked now. After a pause one caller may try, until that is settled nobody else. */
  mayPass(): boolean;
  /** What came of it. */
  settle(answered: boolean): void;
}

export interface BreakerOptions {
  /** Failures in a row after which nobody is let through. @default 3 */
  readonly failures?: number;
  /** Milliseconds until one caller may try again. @default 10 seconds */
  readonly pause?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/** A circuit breaker of this instance, closed at first. */
export function createBreaker({
  failures: most = 3,
  pause = 10_000,
  clock = Date.now,
}: BreakerOptions = {}): Breaker {
  let failures = 0;
  let closedUntil = -Infinity;
  return {
    mayPass: () => {
      if (failures < most) return true;
      if (clock() < closedUntil) return false;
      // The one who tries: the others wait for another pause, whether or not it ever comes back.
      closedUntil = clock() + pause;
      return true;
    },
    settle: (answered) => {
      failures = answered ? 0 : failures + 1;
      if (failures >= most) closedUntil = clock() + pause;
    },
  };
}
