import type { Owner } from './ledger.ts';

/** A login that may be promised. */
export interface Candidate {
  /** How the trace names it, without its value: `as sent`, `candidate 2`. */
  readonly label: string;
  readonly login: string;
  /** Okta has just found no conflict for it: the directory is not asked, and a day-old claim may be taken over. */
  readonly checkedByOkta: boolean;
}

/** Where the candidates end and the numbers begin. */
export interface Numbering {
  /** The folded login at n = 0: everybody with this base shares one counter. */
  readonly base: string;
  readonly from: number;
  readonly to: number;
  /** The login with this number; undefined when it is invalid or the expression does not apply. */
  readonly at: (n: number) => string | undefined;
}

/** Which login does this person get? */
export interface LoginQuestion {
  readonly owner: Owner;
  readonly jobId: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Digest of everything that decides which logins are tried; the same digest gets the same promise. */
  readonly choices: string;
  readonly candidates: readonly Candidate[];
  readonly numbering?: Numbering | undefined;
  /** The folded login for which Okta reported a conflict: it counts as held in Okta, whoever was promised it. */
  readonly conflicting?: string | undefined;
  /** The Okta user this import is linked to: a login held by this very person is not taken. */
  readonly selfId?: string | undefined;
  /** What to do with a candidate that a directory cannot judge. */
  readonly whenUnknown: 'claim' | 'fail' | 'default';
}

/** One login that was looked at; `login` is personal and leaves the process only in the full trace. */
export interface TriedLogin {
  readonly label: string;
  readonly login: string;
  readonly outcome: 'chosen' | 'held in Okta' | 'claimed by another' | 'unknown in Okta';
}

/** What came of a question. */
export interface LoginChoice {
  /**
   * `promised`: claimed for this person. `unclaimed`: free as far as Okta says, but the ledger could not be
   * asked. `none`: no login is free. `unknown`: whether one is free could not be found out.
   */
  readonly kind: 'promised' | 'unclaimed' | 'none' | 'unknown';
  /** With `promised` and `unclaimed`. */
  readonly login?: string | undefined;
  readonly label?: string | undefined;
  /** The person had been promised this login before. */
  readonly repeated: boolean;
  readonly tried: readonly TriedLogin[];
  /** A directory that should have answered did not. */
  readonly directoryDegraded: boolean;
  readonly ledgerDegraded: boolean;
}
