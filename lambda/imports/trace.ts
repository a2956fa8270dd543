import type { TriedLogin } from '../logins/question.ts';

/** What one rule came to. Values never appear here, except in `tried` of the whole trace. */
export interface RuleTrace {
  readonly rule: string;
  /** `not applicable`: an attribute it needs is missing; `error`: the rule is faulty. */
  readonly outcome: 'fired' | 'did not fire' | 'not applicable' | 'error';
  /** Why, where the outcome alone does not say. */
  readonly notes: readonly string[];
  readonly reads: readonly string[];
}

/** One candidate of a `login` action that was never asked about. */
export interface SkippedCandidate {
  readonly label: string;
  /** How many logins that could be tried come before it. */
  readonly after: number;
  readonly outcome: 'not applicable' | 'invalid' | 'error';
  /** The attribute that is missing, where the expression says. */
  readonly missing?: string;
}

/** Why a decision came out as it did. */
export interface DecisionTrace {
  readonly rules: readonly RuleTrace[];
  readonly skipped: readonly SkippedCandidate[];
  /** Holds logins: for a person at a screen, never for a log. */
  readonly tried: readonly TriedLogin[];
  /** Facts about the whole decision: `weak owner`, `repeated`, `unclaimed`, `rehearsal`. */
  readonly notes: readonly string[];
  readonly directory: 'none' | 'okta' | 'degraded';
  readonly ledger: 'asked' | 'not asked' | 'degraded';
}
