/** A person as the ledger knows them: an application and an identity inside it. */
export interface Owner {
  readonly appId: string;
  readonly person: string;
}

/** A promise of a person, as claims name it. */
export interface Claimant extends Owner {
  /** The `id` of the promise; absent where the promise has none. */
  readonly promiseId?: number | undefined;
}

/** What a person was promised: the record `owner#<appId>#<person>`. */
export interface LoginPromise {
  readonly login: string;
  /** Digest of the evaluated candidates and the number base; another digest means another question. */
  readonly choices: string;
  readonly jobId: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  /** Tells the promise from every other one of this login to this person; absent in records of earlier versions. */
  readonly id?: number | undefined;
  /** The login of an earlier choice that is still to be released; kept so that a crash cannot leak it. */
  readonly previous?: string | undefined;
  /** The `id` that the promise of `previous` had. */
  readonly previousId?: number | undefined;
}

/** Who was promised a login, and since when: the record `login#<fold>`. */
export interface LoginClaim {
  readonly owner: Owner;
  readonly jobId: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  /** The promise it was claimed for; absent in records of earlier versions. */
  readonly promiseId?: number | undefined;
}

/** A claim to be made, with how old another owner's claim must be to be taken over; absent: none may. */
export interface ClaimRequest extends LoginClaim {
  /** Milliseconds since the epoch: claims made before this are given up. */
  readonly takeOverBefore?: number | undefined;
}

/** The reading half of the ledger; all reads are consistent. */
export interface LedgerRecords {
  promiseOf(owner: Owner, signal: AbortSignal): Promise<LoginPromise | undefined>;
  claimOf(fold: string, signal: AbortSignal): Promise<LoginClaim | undefined>;
  /** The number a base would give out next; undefined when nobody has used it. */
  nextNumberOf(base: string, signal: AbortSignal): Promise<number | undefined>;
}

/**
 * The record of every login that was promised, shared by all instances of the service. All logins and
 * number bases are given folded (`foldLogin`). Every method may reject with `LedgerUnavailable`.
 */
export interface LoginLedger extends LedgerRecords {
  /** Records the promise if the person has none, or still has `expected`. False: somebody else was faster. */
  settle(
    owner: Owner,
    promise: LoginPromise,
    expected: LoginPromise | undefined,
    signal: AbortSignal,
  ): Promise<boolean>;
  /**
   * Claims a folded login if nobody holds it, its owner does already, or another's claim may be taken over.
   * False: another owner holds it.
   */
  claim(fold: string, request: ClaimRequest, signal: AbortSignal): Promise<boolean>;
  /**
   * Gives a folded login back, if the owner holds it for that promise: a claim that a later promise made again stays.
   * A claim that names no promise counts as made for any of its owner.
   */
  release(fold: string, claimant: Claimant, signal: AbortSignal): Promise<void>;
  /** Forgets what the owner was promised, if it is still `expected`. False: it is not. */
  forget(owner: Owner, expected: LoginPromise, signal: AbortSignal): Promise<boolean>;
  /** Takes `count` numbers of a base in one atomic step; returns the first. A base nobody used starts at `from`. */
  takeNumbers(base: string, from: number, count: number, signal: AbortSignal): Promise<number>;
}

/** What is done to a ledger before a service uses it. */
export interface SeedableLedger extends LoginLedger {
  /** Lets a base give out numbers from `next` on at the earliest; a counter that is further stays. */
  raiseNumber(base: string, next: number, signal: AbortSignal): Promise<void>;
}

/** How often calls of one person may overtake each other; a record that nobody can read would never give way. */
export const MOST_TURNS = 20;

/** Tells whether two owners are the same person. */
export const isSameOwner = (a: Owner, b: Owner) => a.appId === b.appId && a.person === b.person;

/** Tells whether a promise is still the one that was read. */
export const isSamePromise = (a: LoginPromise | undefined, b: LoginPromise | undefined) =>
  a?.login === b?.login && a?.choices === b?.choices && a?.jobId === b?.jobId && a?.id === b?.id;

/** Tells whether a claim was made for a promise, as far as it says. */
export const isClaimedFor = ({ owner, promiseId }: LoginClaim, claimant: Claimant) =>
  isSameOwner(owner, claimant) && (promiseId === undefined || promiseId === claimant.promiseId);

/** Tells whether a claim gives way to a request. */
export const yieldsTo = (claim: LoginClaim, { owner, takeOverBefore }: ClaimRequest) =>
  isSameOwner(claim.owner, owner) || claim.claimedAt < (takeOverBefore ?? Number.NEGATIVE_INFINITY);

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
