/** A person as the ledger knows them: an application and an identity inside it. */
export interface Owner {
  readonly appId: string;
  readonly person: string;
}

/** What a person was promised: the record `owner#<appId>#<person>`. */
export interface LoginPromise {
  readonly login: string;
  /** Digest of the evaluated candidates and the number base; another digest means another question. */
  readonly choices: string;
  readonly jobId: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  /** The login of an earlier choice that is still to be released; kept so that a crash cannot leak it. */
  readonly previous?: string;
}

/**
 * The record of every login that was promised, shared by all instances of the service. All logins and
 * number bases are given folded (`foldLogin`). Every method may reject with `LedgerUnavailable`.
 */
export interface LoginLedger {
  /** What the person was promised, read consistently. */
  promiseOf(owner: Owner, signal: AbortSignal): Promise<LoginPromise | undefined>;
  /** Records the promise if the person has none, or still has `expected`. False: somebody else was faster. */
  settle(
    owner: Owner,
    promise: LoginPromise,
    expected: LoginPromise | undefined,
    signal: AbortSignal,
  ): Promise<boolean>;
  /**
   * Claims a folded login for the owner: if nobody holds it, the owner does, or its claim was made before
   * `takeOverBefore` (milliseconds since the epoch). False: another owner holds it.
   */
  claim(
    fold: string,
    owner: Owner,
    claim: { readonly jobId: string; readonly claimedAt: number; readonly takeOverBefore?: number },
    signal: AbortSignal,
  ): Promise<boolean>;
  /** Gives a folded login back, if the owner holds it. */
  release(fold: string, owner: Owner, signal: AbortSignal): Promise<void>;
  /** Forgets what the owner was promised, if it is still `expected`. */
  forget(owner: Owner, expected: LoginPromise, signal: AbortSignal): Promise<void>;
  /** Takes `count` numbers of a base in one atomic step; returns the first. A base nobody used starts at `from`. */
  takeNumbers(base: string, from: number, count: number, signal: AbortSignal): Promise<number>;
}

/** The ledger cannot be asked: throttled, cut off, out of time. Carries no cause: causes hold logins. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
  readonly code = 'ERR_LEDGER_UNAVAILABLE';
  readonly reason: string;

  constructor(reason: string) {
    super(`the login ledger cannot be asked: ${reason}`);
    this.reason = reason;
  }
}
