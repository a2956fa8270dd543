import { hash } from 'node:crypto';
import { foldLogin } from '../logins/fold.ts';
import type { Candidate, LoginQuestion, Numbering } from '../logins/question.ts';
import type { LoginValidity } from '../logins/validity.ts';
import type { RuleRun } from './run-rules.ts';
import type { Situation } from './situation.ts';
import type { SkippedCandidate } from './trace.ts';

/**
 * The logins a person competes for. `run` is what the rules made of the call as Okta sent it; `clash` what
 * they make of it when the login turns out to be taken, although Okta reported no conflict.
 */
export interface Contest {
  readonly run: RuleRun;
  readonly clash: RuleRun | undefined;
  readonly candidates: readonly Candidate[];
  readonly numbering: Numbering | undefined;
  readonly skipped: readonly SkippedCandidate[];
  /** See {@link LoginQuestion.choices}. */
  readonly choices: string;
}

type Opening = Pick<Contest, 'candidates' | 'skipped'>;

const AS_SENT = 'as sent';
const NOTHING: Opening = { candidates: [], skipped: [] };

/** Sets up the contest of a person who is to be created. `rerun` runs the rules as if the login were in conflict. */
export function contestOf(
  run: RuleRun,
  rerun: () => RuleRun,
  situation: Situation,
  isValid: LoginValidity,
): Contest {
  const opening = openingOf(run, situation, isValid);
  const cannotClash =
    run.loginFrom === 'plan' || run.draft.login === undefined || situation.conflicts.includes('login');
  const clash = cannotClash ? undefined : rerun();
  const decider = clash ?? run;
  // A clash that makes the rules refuse or link the person leaves no other login to compete for.
  const goesOn = decider.failure === undefined && decider.draft.action === 'CREATE_USER';
  const plan = goesOn && decider.loginFrom === 'plan' ? decider.plan : undefined;
  const retried = goesOn && clash?.loginFrom === 'set' ? openingOf(clash, situation, isValid) : NOTHING;
  const before = opening.candidates.length + retried.candidates.length;
  const candidates = [...opening.candidates, ...retried.candidates, ...(plan?.candidates ?? [])];
  const skipped = plan?.skipped.map((one) => ({ ...one, after: one.after + before })) ?? [];
  return {
    run,
    clash,
    candidates,
    numbering: plan?.numbering,
    skipped: [...opening.skipped, ...skipped],
    choices: digestOf(situation, candidates, plan?.numbering),
  };
}

/** The login that Okta or a `set` chose, when it may be used at all. */
function openingOf(run: RuleRun, situation: Situation, isValid: LoginValidity): Opening {
  const { login } = run.draft;
  if (login === undefined || run.loginFrom === 'plan') return NOTHING;
  const asSent = sentCandidate(situation);
  if (foldLogin(login) === situation.sentFold) return { candidates: asSent ? [asSent] : [], skipped: [] };
  if (isValid(login)) return { candidates: [{ label: 'as set', login, checkedByOkta: false }], skipped: [] };
  return { candidates: asSent ? [asSent] : [], skipped: [{ label: 'as set', after: 0, outcome: 'invalid' }] };
}

/**
 * The login as Okta sent it, unless Okta reported a conflict for it. Of a person whom Okta was about to link,
 * it has checked nothing: the match may hold that very login.
 */
export function sentCandidate({ sent, conflicts }: Situation): Candidate | undefined {
  const { login } = sent.user;
  if (typeof login !== 'string' || conflicts.includes('login')) return undefined;
  return { label: AS_SENT, login, checkedByOkta: sent.action === 'CREATE_USER' };
}

/** Whether the login Okta sent is one of those a person competes for. */
export function offersSent({ candidates }: Pick<Contest, 'candidates'>): boolean {
  return candidates.some(({ label }) => label === AS_SENT);
}

// What Okta reports of conflicts changes while an import runs; it must not make a new question of an old one.
function digestOf(
  situation: Situation,
  candidates: LoginQuestion['candidates'],
  numbering?: Numbering,
): string {
  const choices = candidates
    .filter(({ checkedByOkta }) => !checkedByOkta)
    .map(({ login }) => foldLogin(login));
  const numbers = numbering ? [numbering.base, numbering.from, numbering.to] : [];
  return hash('sha256', JSON.stringify([situation.sentFold, choices, numbers]), 'base64url');
}

/** The candidates that were passed over on the way to a login; all of them when none was found. */
export function skippedUntil(contest: Pick<Contest, 'candidates' | 'skipped'>, login: string | undefined) {
  const fold = login === undefined ? undefined : foldLogin(login);
  const chosen = contest.candidates.findIndex((candidate) => foldLogin(candidate.login) === fold);
  return chosen < 0 ? contest.skipped : contest.skipped.filter(({ after }) => after <= chosen);
}
