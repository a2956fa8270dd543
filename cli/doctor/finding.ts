import type { Evidence } from './evidence.ts';

/**
 * What came of a check. `ok`: as wanted; `note`: good to know, nobody has to act; `review`: a person has to act;
 * `skipped`: could not be looked at, and why is another check's finding.
 */
export type Verdict = 'ok' | 'note' | 'review' | 'skipped';

/** One line of the doctor: what was found, without a secret, a login or a profile value. */
export interface Finding {
  readonly verdict: Verdict;
  readonly what: string;
  /** What to do about it, as an instruction. */
  readonly next?: string;
  /** Okta's ids of what it is about, for `--json`. */
  readonly ids?: readonly string[];
  /** Headings of `docs/unknowns.md` that it counts, for `--json`. */
  readonly questions?: readonly string[];
}

/** A question to the evidence. Pure: everything was gathered before, and it does not throw. */
export interface Check {
  readonly name: string;
  look(evidence: Evidence): readonly Finding[];
}

/** It is as wanted. */
export const ok = (what: string): Finding => ({ verdict: 'ok', what });
/** Good to know; `next` is what may be done about it. */
export const note = (what: string, next?: string): Finding => ({
  verdict: 'note',
  what,
  ...(next !== undefined && { next }),
});
/** A person has to do what `next` says; `ids` are Okta's of what it is about. */
export const review = (what: string, next: string, ids: readonly string[] = []): Finding => ({
  verdict: 'review',
  what,
  next,
  ...(ids.length > 0 && { ids }),
});
/** Nobody could look, and `what` says so. */
export const skipped = (what: string): Finding => ({ verdict: 'skipped', what });
