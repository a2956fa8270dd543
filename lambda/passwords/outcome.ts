/** Why it cannot be said whether a password is right. Never "wrong password". */
export type UndecidedReason =
  /** No answer: the source does not run, or cannot be reached. */
  | 'source down'
  /** No answer in time. */
  | 'source slow'
  /** The source answered something that is neither yes nor no. */
  | 'source unclear'
  /** The stored hash is not what its format says. */
  | 'malformed hash'
  /** The stored hash has a format that is known and not supported, or one that is not known. */
  | 'unsupported hash'
  /** Checking it would cost more than one call may. */
  | 'over the work limit'
  /** Too many attempts for this name or from this address. */
  | 'throttled'
  /** A name without `@`, where nothing says that Okta and the sources mean the same person by it. */
  | 'short name';

/** Whether a password is right: yes, no (wrong password, unknown or disabled user), or nobody can say. */
export type PasswordOutcome =
  | { readonly kind: 'match' }
  | { readonly kind: 'no match' }
  | { readonly kind: 'cannot decide'; readonly reason: UndecidedReason };

export const MATCH: PasswordOutcome = { kind: 'match' };
export const NO_MATCH: PasswordOutcome = { kind: 'no match' };
/** Nobody can say whether the password is right, and why not: never a wrong password. */
export const cannotDecide = (reason: UndecidedReason): PasswordOutcome => ({ kind: 'cannot decide', reason });
