import { OktaError, OktaUnreachable } from './errors.ts';

/** RFC 9110 section 9.2.2. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 20_000;

/**
 * How long to wait before a failed request is worth another attempt, in milliseconds; undefined if it is not.
 * A request that Okta turned away with 429 was not executed; any other failure is only repeated when the
 * method is idempotent. A connection that was cut the first time was probably an idle one that the other side
 * had closed, so that is repeated at once.
 */
export function pauseBeforeRetry(
  error: unknown,
  { method, attempt, now }: { readonly method: string; readonly attempt: number; readonly now: number },
): number | undefined {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
  if (error instanceof OktaError && error.status === 429) {
    const { limit = 0, resetAt = now } = error.rateLimit ?? {};
    return limit === 0 ? pause : Math.max(resetAt - now, pause);
  }
  if (!IDEMPOTENT.has(method)) return undefined;
  if (error instanceof OktaError && error.status >= 500) return pause;
  if (error instanceof OktaUnreachable) return error.reason === 'connection' && attempt === 0 ? 0 : pause;
  return undefined;
}
