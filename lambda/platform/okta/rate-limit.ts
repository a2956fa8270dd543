/**
 * How often one of Okta's endpoints may still be called, from the headers of its last answer.
 * https://developer.okta.com/docs/reference/rl-best-practices/
 */
export interface RateLimit {
  /** Calls a window; 0 when the limit of concurrent calls was exceeded. */
  readonly limit: number;
  /** Calls left in this window. */
  readonly remaining: number;
  /** When the window ends, in milliseconds since the epoch by our own clock; only a hint if `limit` is 0. */
  readonly resetAt: number;
}

/**
 * Reads `X-Rate-Limit-*`; undefined if one is missing or no number. The reset is an instant of Okta's clock:
 * it is counted from the answer's own `Date`, so that a clock that is wrong here makes no difference.
 */
export function readRateLimit(headers: Headers, now: number): RateLimit | undefined {
  const limit = readCount(headers, 'x-rate-limit-limit');
  const remaining = readCount(headers, 'x-rate-limit-remaining');
  const reset = readCount(headers, 'x-rate-limit-reset');
  if (limit === undefined || remaining === undefined || reset === undefined) return undefined;
  const skew = now - (answeredAt(headers) ?? now);
  return { limit, remaining, resetAt: reset * 1_000 + skew };
}

/** When Okta gave an answer, in milliseconds since the epoch by its own clock; whole seconds (RFC 9110 section 6.6.1). */
export function answeredAt(headers: Headers): number | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function readCount(headers: Headers, name: string): number | undefined {
  const text = headers.get(name) ?? '';
  return /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}
