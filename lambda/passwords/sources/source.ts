import type { Attempt } from '../attempt.ts';
import type { PasswordOutcome } from '../outcome.ts';

/** What a source says: an outcome, or that it has nobody of this name, so that another source may know. */
export type SourceAnswer = PasswordOutcome | { readonly kind: 'unknown user' };

export const UNKNOWN_USER: SourceAnswer = { kind: 'unknown user' };

/**
 * A legacy system that can check a password. It resolves whatever happens there: a fault is an answer that
 * begins with `cannot decide`. It rejects only with the reason of the signal, and with faults of this program.
 */
export type PasswordSource = (
  attempt: Pick<Attempt, 'username' | 'password'>,
  signal: AbortSignal,
) => Promise<SourceAnswer>;
