import { hash } from 'node:crypto';
import { foldLogin } from '../../logins/fold.ts';
import { withTimeLimit } from '../../platform/time-limit.ts';
import type { Attempt } from '../attempt.ts';
import { createBreaker } from './breaker.ts';
import { type Counters, createMemoryCounters } from './counters.ts';

/** How many attempts may be made within `minutes`. */
export interface ThrottleLimits {
  readonly minutes: number;
  /** For one username from one address. */
  readonly usernameAndAddress: number;
  /** For one username from anywhere: loose, or strangers could lock a person out. */
  readonly username: number;
  /** For all usernames from one address: loose, or one person could lock an office out. */
  readonly address: number;
}

export const DEFAULT_LIMITS: ThrottleLimits = {
  minutes: 5,
  usernameAndAddress: 10,
  username: 100,
  address: 1_000,
};

/** Whether an attempt may be made, and whether that was counted by this instance alone. */
export interface Permission {
  readonly allowed: boolean;
  readonly degraded: boolean;
}

export type Throttle = (
  attempt: Pick<Attempt, 'username' | 'address'>,
  signal: AbortSignal,
) => Promise<Permission>;

const PATIENCE_MS = 600;

/**
 * Counts every attempt three times, in windows of fixed length, before anybody is asked. While the shared counters
 * do not answer, this instance counts for itself under the same limits: attempts stay limited, and people whose
 * passwords are elsewhere can go on signing in. Names are digests: a counter tells nobody who tried.
 */
export function createThrottle(options: {
  readonly counters: Counters;
  readonly limits?: ThrottleLimits;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** How long the shared counters may take, in milliseconds. @default 600 */
  readonly patienceMs?: number;
}): Throttle {
  const { counters, limits = DEFAULT_LIMITS, clock = Date.now, patienceMs = PATIENCE_MS } = options;
  const own = createMemoryCounters();
  const breaker = createBreaker({ failures: 1, clock });

  return async (attempt, signal) => {
    const counts = countsOf(attempt, limits, clock());
    const exceeds = async (by: Counters, until: AbortSignal) => {
      const sums = await Promise.all(counts.map(({ name, end }) => by.add(name, end, until)));
      return sums.some((sum, index) => !(sum <= (counts[index]?.most ?? 0)));
    };
    if (breaker.mayPass()) {
      try {
        const exceeded = await withTimeLimit(patienceMs, signal, (until) => exceeds(counters, until));
        breaker.settle(true);
        return { allowed: !exceeded, degraded: false };
      } catch {
        signal.throwIfAborted();
        breaker.settle(false);
      }
    }
    return { allowed: !(await exceeds(own, signal)), degraded: true };
  };
}

function countsOf(
  { username, address }: Pick<Attempt, 'username' | 'address'>,
  limits: ThrottleLimits,
  now: number,
) {
  const seconds = limits.minutes * 60;
  const window = Math.floor(now / 1_000 / seconds);
  const who = foldLogin(username);
  const count = (kind: string, parts: readonly string[], most: number) => ({
    name: `${kind}#${window}#${hash('sha256', JSON.stringify(parts), 'base64url')}`,
    // A window more, so that no clock that is a little behind finds its counter gone.
    end: (window + 2) * seconds,
    most,
  });
  return [
    count('both', [who, address], limits.usernameAndAddress),
    count('username', [who], limits.username),
    ...(address === '' ? [] : [count('address', [address], limits.address)]),
  ];
}
