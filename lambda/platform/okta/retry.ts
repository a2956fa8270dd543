import { OktaError, OktaUnreachable } from './errors.ts';

/** RFC 9110 section 9.2.2. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 20_000;

/** A request that has failed. */
export interface FailedRequest {
  readonly method: string;
  /** Whether it may be repeated whatever its method. @default false */
  readonly repeatable?: boolean;
  /** How often it had failed before: 0 for the first time. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * How long to wait before a failed request is worth another attempt, in milliseconds; undefined if it is not.
 * A request that Okta turned away with 429 was not executed; any other failure is only repeated when the
 * method is idempotent, or the caller says that the request is. A connection that was cut the first time was probably an idle one that the other side
 * had closed, so that is repeated at once.
 */
export function pauseBeforeRetry(
  error: unknown,
  { method, repeatable = false, attempt, now }: FailedRequest,
): number | undefined {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
  if (error instanceof OktaError && error.status === 429) {
    const { limit = 0, resetAt = now } = error.rateLimit ?? {};
    return limit === 0 ? pause : Math.max(resetAt - now, pause);
  }
  if (!repeatable && !IDEMPOTENT.has(method)) return undefined;
  if (error instanceof OktaError && error.status >= 500) return pause;
  if (error instanceof OktaUnreachable) return error.reason === 'connection' && attempt === 0 ? 0 : pause;
  return undefined;
}
