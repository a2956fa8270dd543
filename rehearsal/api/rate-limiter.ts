import { ApiError } from './api-error.ts';

/** Okta's limits count by the minute. */
const WINDOW_MS = 60_000;

/** Counts the calls of each endpoint. */
export interface RateLimiter {
  /**
   * Counts one call and returns the headers for its answer; none where there is no limit.
   *
   * @throws ApiError 429 with Okta's headers when the endpoint's calls of this window are used up
   */
  count(endpoint: string): Record<string, string>;
}

interface Window {
  readonly resetAt: number;
  used: number;
}

/** A limiter of `limit` calls a window, usually a minute, for each endpoint; undefined: no limit. */
export function createRateLimiter(
  limit: number | undefined,
  clock: () => number,
  windowMs = WINDOW_MS,
): RateLimiter {
  const windows = new Map<string, Window>();
  if (limit === undefined) return { count: () => ({}) };
  const windowOf = (endpoint: string): Window => {
    const open = windows.get(endpoint);
    // Okta gives the end in whole seconds, so a window ends on one
    if (open && clock() < open.resetAt) return open;
    const made = { resetAt: Math.ceil((clock() + windowMs) / 1_000) * 1_000, used: 0 };
    windows.set(endpoint, made);
    return made;
  };
  return {
    count(endpoint) {
      const window = windowOf(endpoint);
      const isOver = window.used >= limit;
      if (!isOver) window.used += 1;
      const headers = {
        'x-rate-limit-limit': String(limit),
        'x-rate-limit-remaining': String(limit - window.used),
        'x-rate-limit-reset': String(window.resetAt / 1_000),
      };
      if (isOver) throw tooMany(headers);
      return headers;
    },
  };
}

const tooMany = (headers: Record<string, string>) =>
  new ApiError(429, 'E0000047', 'API call exceeded rate limit due to too many requests.', { headers });
