import type { LoginLedger, LoginPromise, Owner } from './ledger.ts';

interface Claim {
  readonly owner: string;
  readonly claimedAt: number;
}

const keyOf = (owner: Owner) => JSON.stringify([owner.appId, owner.person]);

const same = (a: LoginPromise | undefined, b: LoginPromise | undefined) =>
  a?.login === b?.login && a?.choices === b?.choices && a?.jobId === b?.jobId;

/** A ledger in the memory of one process: for one command, one rehearsal or one test, not for a service. */
export function createMemoryLedger(): LoginLedger {
  const claims = new Map<string, Claim>();
  const promises = new Map<string, LoginPromise>();
  const numbers = new Map<string, number>();

  return {
    promiseOf: async (owner) => promises.get(keyOf(owner)),

    settle: async (owner, promise, expected) => {
      const key = keyOf(owner);
      if (!same(promises.get(key), expected)) return false;
      promises.set(key, promise);
      return true;
    },

    claim: async (fold, owner, { claimedAt, takeOverBefore }) => {
      const key = keyOf(owner);
      const held = claims.get(fold);
      const mayTake = !held || held.owner === key || held.claimedAt < (takeOverBefore ?? -Infinity);
      if (mayTake) claims.set(fold, { owner: key, claimedAt });
      return mayTake;
    },

    release: async (fold, owner) => {
      if (claims.get(fold)?.owner === keyOf(owner)) claims.delete(fold);
    },

    forget: async (owner, expected) => {
      const key = keyOf(owner);
      if (same(promises.get(key), expected)) promises.delete(key);
    },

    takeNumbers: async (base, from, count) => {
      const first = numbers.get(base) ?? from;
      numbers.set(base, first + count);
      return first;
    },
  };
}
