import {
  type Claimant,
  type ClaimRequest,
  isClaimedFor,
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
  readonly id: number[];
  readonly stamp: Stamp[];
}

interface ClaimColumns {
  readonly fold: string[];
  readonly person: string[];
  readonly promiseId: number[];
  readonly stamp: Stamp[];
}

/** No id, in a column that holds nothing but numbers, which takes the least memory. */
const NO_ID = -1;
const idOf = (column: readonly number[], at: number) => {
  const { [at]: id = NO_ID } = column;
  return id === NO_ID ? undefined : id;
};

const keyOf = (appId: string, person: string) => `${appId}\n${person}`;

/**
 * A ledger in memory that begins empty and is made for a million promises of one job: columns of texts that the
 * job holds anyway instead of an object a record. Keeps the same laws as every other ledger.
 */
export function createJobLedger(): LoginLedger {
  return new JobLedger();
}

class JobLedger implements LoginLedger {
  readonly #promises: PromiseColumns = {
    person: [],
    login: [],
    choices: new DigestColumn(),
    id: [],
    stamp: [],
  };
  readonly #previous = new Map<number, Pick<LoginPromise, 'previous' | 'previousId'>>();
  readonly #claims: ClaimColumns = { fold: [], person: [], promiseId: [], stamp: [] };
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
    const { login, choices, jobId, claimedAt, id = NO_ID, previous, previousId } = promise;
    const target = at ?? this.#promises.login.length;
    this.#promises.person[target] = owner.person;
    this.#promises.login[target] = login;
    this.#promises.choices.set(target, choices);
    this.#promises.id[target] = id;
    this.#promises.stamp[target] = this.#stampOf(owner.appId, jobId, claimedAt);
    if (previous === undefined) this.#previous.delete(target);
    else this.#previous.set(target, { previous, previousId });
    if (at === undefined) this.#byOwner.add(target);
    return true;
  }

  async claim(fold: string, request: ClaimRequest): Promise<boolean> {
    const at = this.#byFold.first(fold);
    const current = at === undefined ? undefined : this.#claimAt(at);
    if (current && !yieldsTo(current, request)) return false;
    const { owner, jobId, claimedAt, promiseId = NO_ID } = request;
    const target = at ?? this.#claims.fold.length;
    this.#claims.fold[target] = fold;
    this.#claims.person[target] = owner.person;
    this.#claims.promiseId[target] = promiseId;
    this.#claims.stamp[target] = this.#stampOf(owner.appId, jobId, claimedAt);
    if (at === undefined) this.#byFold.add(target);
    return true;
  }

  async release(fold: string, claimant: Claimant): Promise<void> {
    const at = this.#byFold.first(fold);
    const claim = at === undefined ? undefined : this.#claimAt(at);
    if (at === undefined || !claim || !isClaimedFor(claim, claimant)) return;
    this.#byFold.remove(at);
  }

  async forget(owner: Owner, expected: LoginPromise): Promise<boolean> {
    const at = this.#byOwner.first(keyOf(owner.appId, owner.person));
    if (at === undefined || !isSamePromise(this.#promiseAt(at), expected)) return false;
    this.#byOwner.remove(at);
    return true;
  }

  async takeNumbers(base: string, from: number, count: number): Promise<number> {
    const first = this.#numbers.get(base) ?? from;
    this.#numbers.set(base, first + count);
    return first;
  }

  #promiseAt(at: number): LoginPromise | undefined {
    const { login, choices, id, stamp } = this.#promises;
    const { [at]: stamped } = stamp;
    return (
      stamped && {
        login: login[at] ?? '',
        choices: choices.get(at),
        jobId: stamped.jobId,
        claimedAt: stamped.claimedAt,
        id: idOf(id, at),
        ...this.#previous.get(at),
      }
    );
  }

  #claimAt(at: number): LoginClaim | undefined {
    const { person, promiseId, stamp } = this.#claims;
    const { [at]: stamped } = stamp;
    return (
      stamped && {
        owner: { appId: stamped.appId, person: person[at] ?? '' },
        jobId: stamped.jobId,
        claimedAt: stamped.claimedAt,
        promiseId: idOf(promiseId, at),
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
