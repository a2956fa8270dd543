import { TimeLimitReached, withTimeLimit } from '../../platform/time-limit.ts';
import { cannotDecide } from '../outcome.ts';
import type { PasswordSource } from '../sources/source.ts';
import { createBreaker } from './breaker.ts';

/**
 * Gives a source a time to answer in, and leaves it alone for a while once it has failed to several times in a row.
 * Whatever it throws says that it is unclear: errors of drivers go no further.
 *
 * @param timeout milliseconds
 */
export function guardSource(
  ask: PasswordSource,
  { timeout, clock = Date.now }: { readonly timeout: number; readonly clock?: () => number },
): PasswordSource {
  const breaker = createBreaker({ clock });
  return async (attempt, signal) => {
    if (!breaker.mayPass()) return cannotDecide('source down');
    try {
      const answer = await withTimeLimit(timeout, signal, (until) => ask(attempt, until));
      breaker.settle(answer.kind !== 'cannot decide' || !isAway(answer.reason));
      return answer;
    } catch (error) {
      const isLate = error instanceof TimeLimitReached || signal.aborted;
      breaker.settle(!isLate);
      return cannotDecide(isLate ? 'source slow' : 'source unclear');
    }
  };
}

const isAway = (reason: string) => reason === 'source down' || reason === 'source slow';
