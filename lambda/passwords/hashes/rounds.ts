import { setImmediate } from 'node:timers/promises';

/** A few milliseconds of hashing. */
const ROUNDS_A_TURN = 4096;

/**
 * Repeats a round of an iterated digest, and lets others (the deadline first of all) run in between.
 *
 * @throws the signal's reason, once it aborts
 */
export async function repeat(
  rounds: number,
  signal: AbortSignal | undefined,
  round: (index: number) => void,
): Promise<void> {
  for (let index = 0; index < rounds; index += 1) {
    round(index);
    if (index % ROUNDS_A_TURN === ROUNDS_A_TURN - 1) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
}
