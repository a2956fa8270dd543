import type { HttpEvent } from './http-event.ts';

/** What the pipeline uses of Lambda's context; recorded and foreign events may come without. */
export interface LambdaContextLike {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
}

/** Milliseconds from API Gateway's receipt to the answer; Okta hangs up after 3,000. */
const BUDGET_MS = 2_300;
/** Milliseconds kept for the answer and the log line before Lambda stops the process. */
const RESERVE_MS = 250;
/** An older `timeEpoch` is that of a recorded event, and a future one that of another clock. */
const NEWEST_RECORDING_MS = 5_000;

/**
 * When the answer must leave, in milliseconds since the epoch: the budget counted from API Gateway's receipt
 * if that is known and recent, from `now` if not, and never beyond what is left of Lambda's own time.
 */
export function deadlineOf(http: HttpEvent, context: LambdaContextLike | undefined, now: number): number {
  const age = now - (http.timeEpoch ?? Number.NaN);
  const receivedAt = age >= 0 && age <= NEWEST_RECORDING_MS ? now - age : now;
  const remaining = context?.getRemainingTimeInMillis?.() ?? Infinity;
  return Math.min(receivedAt + BUDGET_MS, now + remaining - RESERVE_MS);
}

/**
 * Runs the work until the deadline, whatever it does: its result, or that of `ending` once `milliseconds`
 * have passed. The work's signal aborts then; what it still returns or throws is discarded.
 */
export async function beforeDeadline<Result>(
  milliseconds: number,
  controller: AbortController,
  work: () => Promise<Result>,
  ending: () => Result,
): Promise<Result> {
  if (milliseconds <= 0) {
    controller.abort();
    return ending();
  }
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Result>((resolve) => {
    timer = setTimeout(() => {
      // Settled before anybody hears of the abort: a rejection it causes comes too late to be the answer.
      resolve(ending());
      controller.abort();
    }, milliseconds);
  });
  try {
    return await Promise.race([work(), timeout]);
  } finally {
    clearTimeout(timer);
  }
}
