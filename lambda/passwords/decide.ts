import { type Attempt, canMatch, isShortName } from './attempt.ts';
import type { Throttle } from './guards/throttle.ts';
import { cannotDecide, NO_MATCH, type PasswordOutcome } from './outcome.ts';
import type { PasswordSource } from './sources/source.ts';

/** Whether a source is responsible for a username; `error` when its rule cannot be evaluated. */
export type Responsible = (username: string) => boolean | 'error';

/** A source in its place in the list. */
export interface ListedSource {
  readonly name: string;
  readonly isResponsible: Responsible;
  /** Whether the sources after it are asked about people it does not know. */
  readonly next: boolean;
  readonly ask: PasswordSource;
}

/** What was decided, and how it came about. */
export interface PasswordDecision {
  readonly outcome: PasswordOutcome;
  /** The source that decided; undefined when none was asked. */
  readonly source?: string;
  /** True when a rule of a source could not be evaluated. */
  readonly ruleError: boolean;
  /** True when attempts were counted by this instance alone. */
  readonly throttleDegraded: boolean;
}

/** What decides: the guard before the sources, and the sources in their order. */
export interface PasswordWorld {
  readonly throttle: Throttle;
  /** Whether a name without `@` means one and the same person to Okta and to every source. @default false */
  readonly shortNames?: boolean;
  readonly sources: readonly ListedSource[];
}

/**
 * Decides about an attempt: the first source that is responsible has the say, unless it knows nobody of that name
 * and leaves the question to the next. Someone whom nobody knows has a wrong password. Only a source's own match is
 * a match, and what cannot be said is never a no: so it is with short names, unless they are sure to mean one person.
 *
 * Rejects only with the reason of the signal, and with faults of this program.
 */
export async function decidePassword(
  attempt: Attempt,
  { throttle, shortNames = false, sources }: PasswordWorld,
  signal: AbortSignal,
): Promise<PasswordDecision> {
  const plain = { ruleError: false, throttleDegraded: false };
  if (!canMatch(attempt)) return { outcome: NO_MATCH, ...plain };
  if (isShortName(attempt) && !shortNames) return { outcome: cannotDecide('short name'), ...plain };
  const { allowed, degraded: throttleDegraded } = await throttle(attempt, signal);
  if (!allowed) return { outcome: cannotDecide('throttled'), ...plain, throttleDegraded };
  return { ...(await askSources(attempt, sources, signal)), throttleDegraded };
}

type Asked = Omit<PasswordDecision, 'throttleDegraded'>;

async function askSources(
  attempt: Attempt,
  sources: readonly ListedSource[],
  signal: AbortSignal,
): Promise<Asked> {
  let last: { readonly source?: string } = {};
  for (const { name: source, isResponsible, next, ask } of sources) {
    const responsible = isResponsible(attempt.username);
    if (responsible === 'error') return { outcome: cannotDecide('source unclear'), source, ruleError: true };
    if (!responsible) continue;
    const answer = await ask(attempt, signal);
    if (answer.kind !== 'unknown user') return { outcome: answer, source, ruleError: false };
    last = { source };
    if (!next) break;
  }
  return { outcome: NO_MATCH, ...last, ruleError: false };
}
