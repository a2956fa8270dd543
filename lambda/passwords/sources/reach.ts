import { cannotDecide, type PasswordOutcome } from '../outcome.ts';

/** A server did answer, and not in the way that was asked for: wrong credentials of ours, a query that fails. */
export class SourceUnclear extends Error {
  override readonly name = 'SourceUnclear';
  readonly code = 'ERR_SOURCE_UNCLEAR';

  constructor() {
    super('the source gave no clear answer');
  }
}

/**
 * What an error of a driver says about its source. The error itself goes no further: its text may hold a name.
 *
 * @throws the reason of the signal when that has aborted
 */
export function outcomeOfFault(error: unknown, signal: AbortSignal): PasswordOutcome {
  signal.throwIfAborted();
  return cannotDecide(error instanceof SourceUnclear ? 'source unclear' : 'source down');
}
