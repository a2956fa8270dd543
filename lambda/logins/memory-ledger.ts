import {
  isClaimedFor,
  isSamePromise,
  type LedgerRecords,
  LedgerUnavailable,
  type LoginClaim,
  type LoginPromise,
  type Owner,
  type SeedableLedger,
  yieldsTo,
} from './ledger.ts';

/** The length keeps `a#b` and `c` apart from `a` and `b#c`. */
const keyOf = ({ appId, person }: Owner) => `${appId.length}#${appId}#${person}`;

/** Asks the records underneath; absent where there are none. */
type Underlying<Record> = (() => Promise<Record | undefined>) | undefined;

/** Records in memory over records that are only read; a record deleted here hides the one underneath. */
class Overlay<Record> {
  readonly #records = new Map<string, Record | undefined>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  read(key: string, underlying: Underlying<Record>): Promise<Record | undefined> {
    return this.update(key, underlying, (current) => current);
  }

  /** Calls `change` with the record of the moment; nothing happens between its look and its write. */
  async update<Answer>(
    key: string,
    underlying: Underlying<Record>,
    change: (current: Record | undefined, write: (next: Record | undefined) => void) => Answer,
  ): Promise<Answer> {
    const below = underlying && !this.#records.has(key) ? await underlying() : undefined;
    const current = below === undefined || this.#records.has(key) ? this.#records.get(key) : below;
    return change(current, (next) => this.#write(key, next));
  }

  #write(key: string, next: Record | undefined): void {
    if (this.#records.size >= this.#most && !this.#records.has(key)) throw new LedgerUnavailable('full');
    this.#records.set(key, next);
  }
}

/**
 * A ledger in the memory of one process: for a command, a rehearsal or a test, not for a service. It starts
 * from the `underlying` records, which it reads and never writes. Of each kind it keeps `most` records; one more
 * is refused with `LedgerUnavailable`.
 */
export function createMemoryLedger(underlying?: LedgerRecords, most = Infinity): SeedableLedger {
  const promises = new Overlay<LoginPromise>(most);
  const claims = new Overlay<LoginClaim>(most);
  const numbers = new Overlay<number>(most);
  const promiseBelow = (owner: Owner, signal: AbortSignal) =>
    underlying && (() => underlying.promiseOf(owner, signal));
  const claimBelow = (fold: string, signal: AbortSignal) =>
    underlying && (() => underlying.claimOf(fold, signal));
  const numberBelow = (base: string, signal: AbortSignal) =>
    underlying && (() => underlying.nextNumberOf(base, signal));

  return {
    promiseOf: (owner, signal) => promises.read(keyOf(owner), promiseBelow(owner, signal)),
    claimOf: (fold, signal) => claims.read(fold, claimBelow(fold, signal)),
    nextNumberOf: (base, signal) => numbers.read(base, numberBelow(base, signal)),

    settle: (owner, promise, expected, signal) =>
      promises.update(keyOf(owner), promiseBelow(owner, signal), (current, write) => {
        if (!isSamePromise(current, expected)) return false;
        write(promise);
        return true;
      }),

    claim: (fold, request, signal) =>
      claims.update(fold, claimBelow(fold, signal), (current, write) => {
        if (current && !yieldsTo(current, request)) return false;
        const { owner, jobId, claimedAt, promiseId } = request;
        write({ owner, jobId, claimedAt, promiseId });
        return true;
      }),

    release: (fold, claimant, signal) =>
      claims.update(fold, claimBelow(fold, signal), (current, write) => {
        if (current && isClaimedFor(current, claimant)) write(undefined);
      }),

    forget: (owner, expected, signal) =>
      promises.update(keyOf(owner), promiseBelow(owner, signal), (current, write) => {
        if (!isSamePromise(current, expected)) return false;
        write(undefined);
        return true;
      }),

    takeNumbers: (base, from, count, signal) =>
      numbers.update(base, numberBelow(base, signal), (current, write) => {
        const first = current ?? from;
        write(first + count);
        return first;
      }),

    raiseNumber: (base, next, signal) =>
      numbers.update(base, numberBelow(base, signal), (current, write) => {
        if ((current ?? 0) < next) write(next);
      }),
  };
}
