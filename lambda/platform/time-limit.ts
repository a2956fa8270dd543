/** The time that was set for a piece of work is up. */
export class TimeLimitReached extends Error {
  override readonly name = 'TimeLimitReached';
  readonly code = 'ERR_TIME_LIMIT';

  constructor() {
    super('the time is up');
  }
}

/**
 * Does the work for at most `milliseconds` and no longer than the caller's signal lets it. The work's own
 * signal aborts at that moment; what it still returns or throws is discarded.
 *
 * @throws TimeLimitReached when the time is up; the reason of the caller's signal when that aborts
 */
export async function withTimeLimit<Result>(
  milliseconds: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const follow = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new TimeLimitReached()), milliseconds);
  signal.addEventListener('abort', follow);
  try {
    return await untilAborted(controller.signal, () => work(controller.signal));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', follow);
  }
}

/** Waits for the work no longer than the signal lets us; the work itself goes on. Rejects with the reason. */
export async function untilAborted<Result>(
  signal: AbortSignal,
  work: () => Promise<Result>,
): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const end = () => aborted.reject(signal.reason);
  // Listening before the work does: a rejection that the abort causes in there comes too late to count.
  signal.addEventListener('abort', end);
  try {
    return await Promise.race([aborted.promise, work()]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
