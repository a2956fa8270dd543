import {
  type ClaimRequest,
  isSameOwner,
  isSamePromise,
  type LoginClaim,
  type LoginLedger,
  type LoginPromise,
  type Owner,
  yieldsTo,
} from '../../lambda/logins/ledger.ts';
import { HashIndex } from '../org/hash-index.ts';
import { DigestColumn } from './digest-column.ts';

/** What the records of one job have in common. */
interface Stamp {
  readonly appId: string;
  readonly jobId: string;
  readonly claimedAt: number;
}

interface PromiseColumns {
  readonly person: string[];
  readonly login: string[];
  readonly choices: DigestColumn;
  readonly stamp: Stamp[];
}

interface ClaimColumns {
  readonly fold: string[];
  readonly person: string[];
  readonly stamp: Stamp[];
}

const keyOf = (appId: string, person: string) => `${appId}\n${person}`;

/**
 * A ledger in memory that begins empty and is made for a million promises of one job: columns of texts that the
 * job holds anyway instead of an object a record. Keeps the same laws as every other ledger.
 */
export function createJobLedger(): LoginLedger {
  return new JobLedger();
}

class JobLedger implements LoginLedger {
  readonly #promises: PromiseColumns = { person: [], login: [], choices: new DigestColumn(), stamp: [] };
  readonly #previous = new Map<number, string>();
  readonly #claims: ClaimColumns = { fold: [], person: [], stamp: [] };
  readonly #numbers = new Map<string, number>();
  #stamp: Stamp = { appId: '', jobId: '', claimedAt: 0 };

  readonly #byOwner = new HashIndex((at) => {
    const { person, stamp } = this.#promises;
    return keyOf(stamp[at]?.appId ?? '', person[at] ?? '');
  });
  readonly #byFold = new HashIndex((at) => this.#claims.fold[at]);

  async promiseOf(owner: Owner): Promise<LoginPromise | undefined> {
    const at = this.#byOwner.first(keyOf(owner.appId, owner.person));
    return at === undefined ? undefined : this.#promiseAt(at);
  }

  async claimOf(fold: string): Promise<LoginClaim | undefined> {
    const at = this.#byFold.first(fold);
    return at === undefined ? undefined : this.#claimAt(at);
  }

  async nextNumberOf(base: string): Promise<number | undefined> {
    return this.#numbers.get(base);
  }

  async settle(owner: Owner, promise: LoginPromise, expected: LoginPromise | undefined): Promise<boolean> {
    const at = this.#byOwner.first(keyOf(owner.appId, owner.person));
    const current = at === undefined ? undefined : this.#promiseAt(at);
    if (!isSamePromise(current, expected)) return false;
    const { login, choices, jobId, claimedAt, previous } = promise;
    const target = at ?? this.#promises.login.length;
    this.#promises.person[target] = owner.person;
    this.#promises.login[target] = login;
    this.#promises.choices.set(target, choices);
    this.#promises.stamp[target] = this.#stampOf(owner.appId, jobId, claimedAt);
    if (previous === undefined) this.#previous.delete(target);
    else this.#previous.set(target, previous);
    if (at === undefined) this.#byOwner.add(target);
    return true;
  }

  async claim(fold: string, request: ClaimRequest): Promise<boolean> {
    const at = this.#byFold.first(fold);
    const current = at === undefined ? undefined : this.#claimAt(at);
    if (current && !yieldsTo(current, request)) return false;
    const { owner, jobId, claimedAt } = request;
    const target = at ?? this.#claims.fold.length;
    this.#claims.fold[target] = fold;
    this.#claims.person[target] = owner.person;
    this.#claims.stamp[target] = this.#stampOf(owner.appId, jobId, claimedAt);
    if (at === undefined) this.#byFold.add(target);
    return true;
  }

  async release(fold: string, owner: Owner): Promise<void> {
    const at = this.#byFold.first(fold);
    const claim = at === undefined ? undefined : this.#claimAt(at);
    if (at === undefined || !claim || !isSameOwner(claim.owner, owner)) return;
    this.#byFold.remove(at);
  }

  async forget(owner: Owner, expected: LoginPromise): Promise<void> {
    const at = this.#byOwner.first(keyOf(owner.appId, owner.person));
    if (at === undefined || !isSamePromise(this.#promiseAt(at), expected)) return;
    this.#byOwner.remove(at);
  }

  async takeNumbers(base: string, from: number, count: number): Promise<number> {
    const first = this.#numbers.get(base) ?? from;
    this.#numbers.set(base, first + count);
    return first;
  }

  #promiseAt(at: number): LoginPromise | undefined {
    const { login, choices, stamp } = this.#promises;
    const { [at]: stamped } = stamp;
    const previous = this.#previous.get(at);
    return (
      stamped && {
        login: login[at] ?? '',
        choices: choices.get(at),
        jobId: stamped.jobId,
        claimedAt: stamped.claimedAt,
        ...(previous !== undefined && { previous }),
      }
    );
  }

  #claimAt(at: number): LoginClaim | undefined {
    const { person, stamp } = this.#claims;
    const { [at]: stamped } = stamp;
    return (
      stamped && {
        owner: { appId: stamped.appId, person: person[at] ?? '' },
        jobId: stamped.jobId,
        claimedAt: stamped.claimedAt,
      }
    );
  }

  #stampOf(appId: string, jobId: string, claimedAt: number): Stamp {
    const last = this.#stamp;
    if (last.appId !== appId || last.jobId !== jobId || last.claimedAt !== claimedAt)
      this.#stamp = { appId, jobId, claimedAt };
    return this.#stamp;
  }
}
