import {
  isSameOwner,
  isSamePromise,
  type LedgerRecords,
  type LoginClaim,
  type LoginPromise,
  type Owner,
  type SeedableLedger,
  yieldsTo,
} from './ledger.ts';

const keyOf = (owner: Owner) => JSON.stringify([owner.appId, owner.person]);

const NO_RECORDS: LedgerRecords = {
  promiseOf: async () => undefined,
  claimOf: async () => undefined,
  nextNumberOf: async () => undefined,
};

/** Records in memory over records that are only read; a record deleted here hides the one underneath. */
class Overlay<Record> {
  readonly #records = new Map<string, Record | undefined>();

  async read(key: string, underlying: () => Promise<Record | undefined>): Promise<Record | undefined> {
    let current: Record | undefined;
    await this.update(key, underlying, (record) => {
      current = record;
    });
    return current;
  }

  /** Calls `change` with the record of the moment; nothing happens between its look and its write. */
  async update(
    key: string,
    underlying: () => Promise<Record | undefined>,
    change: (current: Record | undefined, write: (next: Record | undefined) => void) => void,
  ): Promise<void> {
    const below = this.#records.has(key) ? undefined : await underlying();
    change(this.#records.has(key) ? this.#records.get(key) : below, (next) => this.#records.set(key, next));
  }
}

/**
 * A ledger in the memory of one process: for a command, a rehearsal or a test, not for a service. It starts
 * from the `underlying` records, which it reads and never writes.
 */
export function createMemoryLedger(underlying: LedgerRecords = NO_RECORDS): SeedableLedger {
  const promises = new Overlay<LoginPromise>();
  const claims = new Overlay<LoginClaim>();
  const numbers = new Overlay<number>();

  return {
    promiseOf: (owner, signal) => promises.read(keyOf(owner), () => underlying.promiseOf(owner, signal)),
    claimOf: (fold, signal) => claims.read(fold, () => underlying.claimOf(fold, signal)),
    nextNumberOf: (base, signal) => numbers.read(base, () => underlying.nextNumberOf(base, signal)),

    settle: async (owner, promise, expected, signal) => {
      let settled = false;
      await promises.update(
        keyOf(owner),
        () => underlying.promiseOf(owner, signal),
        (current, write) => {
          settled = isSamePromise(current, expected);
          if (settled) write(promise);
        },
      );
      return settled;
    },

    claim: async (fold, request, signal) => {
      const { owner, jobId, claimedAt } = request;
      let claimed = false;
      await claims.update(
        fold,
        () => underlying.claimOf(fold, signal),
        (current, write) => {
          claimed = !current || yieldsTo(current, request);
          if (claimed) write({ owner, jobId, claimedAt });
        },
      );
      return claimed;
    },

    release: (fold, owner, signal) =>
      claims.update(
        fold,
        () => underlying.claimOf(fold, signal),
        (current, write) => {
          if (current && isSameOwner(current.owner, owner)) write(undefined);
        },
      ),

    forget: (owner, expected, signal) =>
      promises.update(
        keyOf(owner),
        () => underlying.promiseOf(owner, signal),
        (current, write) => {
          if (isSamePromise(current, expected)) write(undefined);
        },
      ),

    takeNumbers: async (base, from, count, signal) => {
      let first = from;
      await numbers.update(
        base,
        () => underlying.nextNumberOf(base, signal),
        (current, write) => {
          first = current ?? from;
          write(first + count);
        },
      );
      return first;
    },

    raiseNumber: (base, next, signal) =>
      numbers.update(
        base,
        () => underlying.nextNumberOf(base, signal),
        (current, write) => {
          if ((current ?? 0) < next) write(next);
        },
      ),
  };
}
