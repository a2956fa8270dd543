import type { MetricName } from '../platform/metrics.ts';

/** One call from Okta while it is being answered. Nothing personal is ever put here. */
export interface Call {
  /** When the call reached this process, in milliseconds since the epoch. */
  readonly startedAt: number;
  /** When the answer must have left, in milliseconds since the epoch. */
  readonly deadlineAt: number;
  /** Aborts at the deadline; every network call takes it. */
  readonly signal: AbortSignal;
  /** True once the caller has proved that it is Okta. */
  authenticated: boolean;
  /** True when an authenticated caller asked a hook that has rehearsals for one: nothing may be written. */
  rehearsal: boolean;
}

/** What a log line may hold: ids, names of rules and attributes, outcomes, counts. */
export type Facts = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** How much to add to which metric. */
export type Counts = Readonly<Partial<Record<MetricName, number>>>;

/** What a hook decided: the HTTP answer, the facts of its one log line, and what to count. */
export interface HookResult {
  readonly statusCode: number;
  readonly body: object;
  readonly facts: Facts;
  readonly counts: Counts;
}
