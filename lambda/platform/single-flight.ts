/**
 * Makes concurrent callers of `start` share one run. A run that ended because the signal of the caller who
 * started it aborted is started again for those who still wait.
 */
export function singleFlight<Result>(
  start: (signal: AbortSignal) => Promise<Result>,
): (signal: AbortSignal) => Promise<Result> {
  let flight: { readonly result: Promise<Result>; readonly signal: AbortSignal } | undefined;

  return async (signal) => {
    for (;;) {
      flight ??= { result: start(signal), signal };
      const joined = flight;
      try {
        return await joined.result;
      } catch (error) {
        if (!joined.signal.aborted || signal.aborted) throw error;
      } finally {
        if (flight === joined) flight = undefined;
      }
    }
  };
}
