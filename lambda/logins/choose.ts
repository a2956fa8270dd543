import { randomInt } from 'node:crypto';
import { type Attempt, attemptsOf, isSelf } from './attempts.ts';
import type { LoginDirectory } from './directory.ts';
import { foldLogin } from './fold.ts';
import { LedgerUnavailable, type LoginLedger, type LoginPromise, MOST_TURNS } from './ledger.ts';
import type { LoginChoice, LoginQuestion, TriedLogin } from './question.ts';
import { chooseUnclaimed } from './unclaimed.ts';

/** The outside world of a login decision. */
export interface LoginWorld {
  readonly directory: LoginDirectory;
  readonly ledger: LoginLedger;
}

const DAY = 24 * 60 * 60 * 1000;
/** `randomInt` draws from no more. */
const MOST_IDS = 2 ** 48 - 1;

/**
 * Promises a person the first login that is free, so that no two people are ever promised logins that fold
 * alike, and the same question gets the same login. The order of the writes is the protocol: the choice is
 * settled in the owner's record before the login is claimed, so that a crash between any two steps is
 * repaired by the next call of the same person.
 *
 * Rejects only when the signal aborts; a ledger or a directory that cannot be asked shows in the answer.
 */
export async function chooseLogin(
  question: LoginQuestion,
  world: LoginWorld,
  signal: AbortSignal,
): Promise<LoginChoice> {
  const choosing = new Choosing(question, world, signal);
  try {
    return await choosing.run();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof LedgerUnavailable) return choosing.withoutLedger();
    throw error;
  }
}

class Choosing {
  readonly #question: LoginQuestion;
  readonly #world: LoginWorld;
  readonly #signal: AbortSignal;
  readonly #tried: TriedLogin[] = [];
  readonly #lost = new Set<string>();
  /** The id of what this call is the first to promise. */
  readonly #id = randomInt(MOST_IDS);
  #stored: LoginPromise | undefined;
  #superseded: LoginPromise | undefined;
  #directoryDegraded = false;
  #promised: LoginChoice | undefined;

  constructor(question: LoginQuestion, world: LoginWorld, signal: AbortSignal) {
    this.#question = question;
    this.#world = world;
    this.#signal = signal;
  }

  async run(): Promise<LoginChoice> {
    const before = await this.#world.ledger.promiseOf(this.#question.owner, this.#signal);
    this.#stored = before;
    if (before?.previous !== undefined) await this.#release(before.previous, before.previousId);
    if (before?.choices === this.#question.choices) {
      const kept = await this.#keep(before);
      if (kept) return kept;
    }
    this.#superseded = before;
    const choice = await this.#tryAll();
    // As long as the record promises a login, another call may rely on it.
    const isOver = choice.kind === 'promised' || (choice.kind === 'none' && (await this.#forget()));
    if (before && isOver && !isSame(before.login, choice.login)) await this.#release(before.login, before.id);
    return choice;
  }

  /** The answer when the ledger cannot be asked, or not any more: what was promised by then stays promised. */
  async withoutLedger(): Promise<LoginChoice> {
    if (this.#promised) return { ...this.#promised, ledgerDegraded: true };
    const found = { tried: this.#tried, lost: this.#lost, directoryDegraded: this.#directoryDegraded };
    return chooseUnclaimed(this.#question, found, this.#world.directory, this.#signal);
  }

  /** The promise of an earlier call holds, unless Okta has given the login away meanwhile. */
  async #keep(promise: LoginPromise): Promise<LoginChoice | undefined> {
    const fold = foldLogin(promise.login);
    if (fold === this.#question.conflicting) return undefined;
    const sameJob = promise.jobId === this.#question.jobId;
    const checked = this.#question.candidates.some(
      (one) => one.checkedByOkta && foldLogin(one.login) === fold,
    );
    if (!sameJob && !checked && (await this.#isHeld(promise.login))) {
      return this.#lose('repeated', promise.login, 'held in Okta');
    }
    if (!(await this.#claim(fold, false))) return this.#lose('repeated', promise.login, 'claimed by another');
    const kept = this.#chosen('repeated', promise.login, true);
    if (!sameJob || promise.previous !== undefined) await this.#renew(promise);
    return kept;
  }

  async #renew(promise: LoginPromise): Promise<void> {
    const { owner, choices, jobId, now } = this.#question;
    const renewed = { login: promise.login, choices, jobId, claimedAt: now, id: promise.id };
    await this.#world.ledger.settle(owner, renewed, promise, this.#signal);
  }

  async #isHeld(login: string): Promise<boolean> {
    const [holder] = await this.#world.directory.lookup([login], this.#signal);
    if (holder?.state === 'unknown' && this.#world.directory.kind === 'okta') this.#directoryDegraded = true;
    return holder?.state === 'taken' && !isSelf(holder, this.#question.selfId);
  }

  async #tryAll(): Promise<LoginChoice> {
    for (const looking of attemptsOf(this.#question, this.#world, this.#signal)) {
      for (const attempt of await looking) {
        const choice = await this.#try(attempt);
        if (choice) return choice;
      }
    }
    return this.#result('none');
  }

  async #try(attempt: Attempt): Promise<LoginChoice | undefined> {
    const { label, login, fold, holder } = attempt;
    if (holder === 'taken' || fold === this.#question.conflicting)
      return this.#pass(label, login, 'held in Okta');
    if (this.#lost.has(fold)) return undefined;
    if (this.#isUnknown(attempt)) {
      this.#directoryDegraded = true;
      if (this.#question.whenUnknown !== 'claim') {
        this.#pass(label, login, 'unknown in Okta');
        return this.#result('unknown');
      }
    }
    const followed = await this.#settle(attempt);
    if (followed) return followed;
    if (await this.#claim(fold, attempt.checkedByOkta || holder === 'free'))
      return this.#chosen(label, login, false);
    return this.#lose(label, login, 'claimed by another');
  }

  #isUnknown(attempt: Attempt): boolean {
    return attempt.holder === 'unknown' && !attempt.checkedByOkta && this.#world.directory.kind === 'okta';
  }

  /** Records the choice; if a twin call of the same person chose first, follows it. */
  async #settle(attempt: Attempt): Promise<LoginChoice | undefined> {
    const { owner } = this.#question;
    const { ledger } = this.#world;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const promise = this.#promiseFor(attempt.login);
      if (await ledger.settle(owner, promise, this.#stored, this.#signal)) {
        this.#stored = promise;
        return undefined;
      }
      const twin = await ledger.promiseOf(owner, this.#signal);
      this.#stored = twin;
      const followed = twin && (await this.#follow(twin));
      if (followed) return followed;
    }
    throw new LedgerUnavailable('contended');
  }

  /** Who comes to the recorded login again continues that promise: nobody can be about to release it. */
  #promiseFor(login: string): LoginPromise {
    const { choices, jobId, now } = this.#question;
    const id = isSame(this.#stored?.login, login) ? this.#stored?.id : this.#id;
    const promise = { login, choices, jobId, claimedAt: now, id };
    const before = this.#superseded;
    if (!before || (before.id === id && isSame(before.login, login))) return promise;
    return { ...promise, previous: before.login, previousId: before.id };
  }

  async #follow(twin: LoginPromise): Promise<LoginChoice | undefined> {
    const fold = foldLogin(twin.login);
    const { choices, conflicting } = this.#question;
    if (twin.choices !== choices || fold === conflicting || this.#lost.has(fold)) return undefined;
    if (await this.#claim(fold, false)) return this.#chosen('repeated', twin.login, true);
    return this.#lose('repeated', twin.login, 'claimed by another');
  }

  #claim(fold: string, mayTakeOver: boolean): Promise<boolean> {
    const { owner, jobId, now } = this.#question;
    const takeOverBefore = mayTakeOver ? now - DAY : undefined;
    const request = { owner, jobId, claimedAt: now, promiseId: this.#stored?.id, takeOverBefore };
    return this.#world.ledger.claim(fold, request, this.#signal);
  }

  #release(login: string, promiseId: number | undefined): Promise<void> {
    const claimant = { ...this.#question.owner, promiseId };
    return this.#world.ledger.release(foldLogin(login), claimant, this.#signal);
  }

  async #forget(): Promise<boolean> {
    const { owner } = this.#question;
    return !this.#stored || (await this.#world.ledger.forget(owner, this.#stored, this.#signal));
  }

  #lose(label: string, login: string, outcome: TriedLogin['outcome']): undefined {
    this.#lost.add(foldLogin(login));
    this.#pass(label, login, outcome);
  }

  #pass(label: string, login: string, outcome: TriedLogin['outcome']): undefined {
    this.#tried.push({ label, login, outcome });
  }

  #chosen(label: string, login: string, repeated: boolean): LoginChoice {
    this.#tried.push({ label, login, outcome: 'chosen' });
    this.#promised = this.#result('promised', { login, label, repeated });
    return this.#promised;
  }

  #result(
    kind: LoginChoice['kind'],
    { login, label, repeated = false }: Partial<Pick<LoginChoice, 'login' | 'label' | 'repeated'>> = {},
  ): LoginChoice {
    return {
      kind,
      login,
      label,
      repeated,
      tried: this.#tried,
      directoryDegraded: this.#directoryDegraded,
      ledgerDegraded: false,
    };
  }
}

const isSame = (a: string | undefined, b: string | undefined) =>
  a !== undefined && b !== undefined && foldLogin(a) === foldLogin(b);
