import type { ImportRequest } from '../contract/import-request.ts';
import { chooseLogin, type LoginWorld } from '../logins/choose.ts';
import { foldLogin } from '../logins/fold.ts';
import type { LoginChoice, LoginQuestion, TriedLogin } from '../logins/question.ts';
import { createLoginValidity, type LoginValidity } from '../logins/validity.ts';
import { withdrawPromise } from '../logins/withdraw.ts';
import { type Contest, contestOf, offersSent, sentCandidate, skippedUntil } from './contest.ts';
import {
  decideFor,
  type ImportDecision,
  leaveUnchanged,
  refuse,
  withLogin,
  withoutLogin,
} from './decision.ts';
import { type Identity, identityOf } from './owner.ts';
import type { PreparedRules } from './prepared-rules.ts';
import { type RuleRun, runRules } from './run-rules.ts';
import { type Situation, situationOf, withConflict } from './situation.ts';
import type { DecisionTrace } from './trace.ts';

/** What a decision needs beyond the call itself. */
export interface ImportDeciderOptions {
  readonly rules: PreparedRules;
  readonly world: LoginWorld;
  /** Milliseconds since the epoch: a promise is as old as it says. */
  readonly now: () => number;
  /** The decision says that it is a rehearsal. @default false */
  readonly rehearsal?: boolean;
}

/** Decides about one imported person. Rejects only when the signal aborts. */
export type ImportDecider = (request: ImportRequest, signal: AbortSignal) => Promise<ImportDecision>;

/**
 * Binds the rules to the world. Rules run on a draft of the person; a person who is to be created is then
 * promised a login; the commands are the difference between the draft and what Okta sent.
 */
export function createImportDecider(options: ImportDeciderOptions): ImportDecider {
  const isValid = createLoginValidity(options.rules.loginPattern);
  return (request, signal) => new Deciding(options, isValid, situationOf(request), signal).decide();
}

const NOTHING_ASKED: LoginChoice = {
  kind: 'none',
  repeated: false,
  tried: [],
  directoryDegraded: false,
  ledgerDegraded: false,
};

class Deciding {
  readonly #options: ImportDeciderOptions;
  readonly #isValid: LoginValidity;
  readonly #situation: Situation;
  readonly #identity: Identity;
  readonly #signal: AbortSignal;

  constructor(
    options: ImportDeciderOptions,
    isValid: LoginValidity,
    situation: Situation,
    signal: AbortSignal,
  ) {
    this.#options = options;
    this.#isValid = isValid;
    this.#situation = situation;
    this.#identity = identityOf(options.rules.person, situation);
    this.#signal = signal;
  }

  async decide(): Promise<ImportDecision> {
    const first = this.#run(this.#situation);
    if (first.failure !== undefined) return this.#refuse(first, first.failure, NOTHING_ASKED);
    if (first.draft.action === 'LINK_USER') return this.#link(first, NOTHING_ASKED);

    const rerun = () => this.#run(withConflict(this.#situation, 'login'));
    const contest = contestOf(first, rerun, this.#situation, this.#isValid);
    const question = this.#question(contest);
    const choice = await this.#ask(question);
    if (choice.login !== undefined) return this.#promised(contest, choice, choice.login);
    if (choice.kind === 'unknown') return this.#undecided(contest, choice);
    return this.#taken(contest, question, choice);
  }

  #run(situation: Situation): RuleRun {
    return runRules(this.#options.rules.rules, situation, this.#isValid);
  }

  #question({ candidates, numbering, choices }: Contest): LoginQuestion {
    const { conflicts, jobId, sent } = this.#situation;
    return {
      owner: this.#identity.owner,
      jobId,
      now: this.#options.now(),
      choices,
      candidates,
      whenUnknown: this.#options.rules.whenUnknown,
      numbering,
      conflicting: conflicts.includes('login') ? this.#situation.sentFold : undefined,
      // Who is created although Okta was about to link them is not the person they would have been linked to.
      selfId: sent.action === 'CREATE_USER' ? sent.userId : undefined,
    };
  }

  #ask(question: LoginQuestion): Promise<LoginChoice> | LoginChoice {
    if (question.candidates.length === 0 && !question.numbering) return NOTHING_ASKED;
    return chooseLogin(question, this.#options.world, this.#signal);
  }

  #promised(contest: Contest, choice: LoginChoice, login: string): Promise<ImportDecision> {
    const fate = foldLogin(login) === this.#situation.sentFold ? 'kept' : 'resolved';
    return this.#conclude(this.#winnerOf(contest, login), fate, choice, contest);
  }

  /** The run whose changes go with a login: the one that chose it, with the login written where it belongs. */
  #winnerOf(contest: Contest, login: string): RuleRun {
    const { run, clash } = contest;
    const fold = foldLogin(login);
    const chose = (one: RuleRun) => one.loginFrom !== 'plan' && foldLogin(one.draft.login ?? '') === fold;
    if (chose(run)) return run;
    if (fold === this.#situation.sentFold && offersSent(contest)) return this.#with(run, undefined);
    const decider = clash ?? run;
    return chose(decider) ? decider : this.#with(decider, login);
  }

  /**
   * A run with what came of the logins it asked for: the rules run again, because what else they wrote may
   * have gone by a login that is somebody else's. Never renames once more.
   */
  #with(run: RuleRun, login: string | undefined): RuleRun {
    if (login === undefined ? run.loginFrom === 'sent' : run.plan?.tentative === login) return run;
    const again = runRules(this.#options.rules.rules, run.situation, this.#isValid, { login });
    if (login === undefined || again.loginFrom === run.loginFrom || isOver(again)) return again;
    return withLogin(run, login);
  }

  /** Carries a run out; with its login known, the rules may have come to another end than before. */
  async #conclude(run: RuleRun, fate: ImportDecision['login'], choice: LoginChoice, contest: Contest) {
    if (run.failure !== undefined) return this.#refuse(run, run.failure, choice, contest);
    if (run.draft.action === 'LINK_USER') return this.#link(run, choice, contest);
    return decideFor(run, fate, this.#trace(run, choice, contest), this.#situation);
  }

  #undecided(contest: Contest, choice: LoginChoice): ImportDecision {
    const { run } = contest;
    const trace = this.#trace(run, choice, contest);
    if (this.#options.rules.whenUnknown === 'fail')
      return refuse(run, 'the login could not be checked', trace);
    return leaveUnchanged(run, this.#fateOfSent(choice), trace);
  }

  /** No login is free: the ending that the rules chose for this. */
  async #taken(contest: Contest, question: LoginQuestion, choice: LoginChoice): Promise<ImportDecision> {
    const run = contest.clash ?? contest.run;
    if (run.failure !== undefined) return this.#refuse(run, run.failure, choice, contest);
    if (run.draft.action === 'LINK_USER') return this.#link(run, choice, contest);
    const { otherwise } = run.plan ?? {};
    if (run.loginFrom === 'plan' && otherwise !== undefined)
      return this.#refuse(run, otherwise, choice, contest);

    const left = this.#with(run, undefined);
    const sent = isOver(left) ? undefined : sentCandidate(this.#situation);
    if (!sent || offersSent(contest)) return this.#conclude(left, this.#fateOfSent(choice), choice, contest);
    // Okta is about to use the login it sent after all, so that one is claimed too.
    const { numbering: _, ...rest } = question;
    const last = await this.#ask({ ...rest, candidates: [sent] });
    const both = { ...last, tried: [...choice.tried, ...last.tried] };
    const isTheirs = last.kind === 'promised' || (last.kind === 'unclaimed' && !this.#hasLostSent(choice));
    const fate = isTheirs ? 'kept' : 'left';
    return decideFor(left, fate, this.#trace(left, both, contest), this.#situation);
  }

  /** What becomes of the login Okta sent when no other one is written. */
  #fateOfSent(choice: LoginChoice): ImportDecision['login'] {
    const { sentFold, conflicts } = this.#situation;
    if (sentFold === '') return 'none';
    return conflicts.includes('login') || this.#hasLostSent(choice) ? 'left' : 'kept';
  }

  /** Whether the login Okta sent turned out to be somebody else's. */
  #hasLostSent({ tried }: LoginChoice): boolean {
    const isLost = ({ outcome }: TriedLogin) =>
      outcome === 'held in Okta' || outcome === 'claimed by another';
    return tried.some((one) => isLost(one) && foldLogin(one.login) === this.#situation.sentFold);
  }

  async #link(run: RuleRun, choice: LoginChoice, contest?: Contest): Promise<ImportDecision> {
    const again = this.#with(run, undefined);
    if (again.failure !== undefined) return this.#refuse(again, again.failure, choice, contest);
    const linked = again.draft.action === 'LINK_USER' ? again : withoutLogin(run);
    return decideFor(linked, 'none', this.#trace(linked, choice, contest), this.#situation);
  }

  async #refuse(run: RuleRun, text: string, choice: LoginChoice, contest?: Contest): Promise<ImportDecision> {
    const { ledger } = this.#options.world;
    const withdrawn = await withdrawPromise(ledger, this.#identity.owner, this.#signal);
    const ledgerDegraded = choice.ledgerDegraded || !withdrawn;
    return refuse(run, text, this.#trace(run, { ...choice, ledgerDegraded }, contest));
  }

  #trace(run: RuleRun, choice: LoginChoice, contest?: Contest): DecisionTrace {
    const { directory } = this.#options.world;
    const notes = [
      this.#options.rehearsal === true && 'rehearsal',
      this.#identity.weak && 'weak owner',
      choice.repeated && 'repeated',
      choice.kind === 'unclaimed' && 'unclaimed',
      run.situation !== this.#situation && 'the rules ran again as if the login were in conflict',
    ];
    return {
      rules: run.trace,
      skipped: contest ? skippedUntil(contest, choice.login) : [],
      tried: choice.tried,
      notes: notes.filter((note) => note !== false),
      directory: choice.directoryDegraded ? 'degraded' : directory.kind,
      ledger: choice.ledgerDegraded ? 'degraded' : choice === NOTHING_ASKED ? 'not asked' : 'asked',
    };
  }
}

/** Whether the rules want no login for this person after all. */
const isOver = ({ failure, draft }: RuleRun) => failure !== undefined || draft.action === 'LINK_USER';
