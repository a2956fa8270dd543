import type { ImportAnswer, ImportCommand } from '../contract/commands.ts';
import { debugContextOf } from './debug-context.ts';
import { commandsOf } from './difference.ts';
import { LOGIN } from './draft.ts';
import type { RuleRun } from './run-rules.ts';
import type { Situation } from './situation.ts';
import type { DecisionTrace } from './trace.ts';

/** What was decided about one imported person, and why. */
export interface ImportDecision {
  /** What Okta is told, `debugContext` included. */
  readonly answer: ImportAnswer;
  readonly outcome: 'changed' | 'unchanged' | 'linked' | 'error';
  /**
   * `kept`: the login Okta sent is this person's; `resolved`: another one is; `left`: the conflict stays for
   * an administrator; `none`: no login was at stake.
   */
  readonly login: 'kept' | 'resolved' | 'left' | 'none';
  readonly trace: DecisionTrace;
  /** The attributes the commands change, as paths without values. */
  readonly attributes: readonly string[];
  /** How many expressions turned out to be faulty. */
  readonly ruleErrors: number;
}

type LoginFate = ImportDecision['login'];

/** The decision that carries a run's changes out. */
export function decideFor(
  run: RuleRun,
  login: LoginFate,
  trace: DecisionTrace,
  situation: Situation,
): ImportDecision {
  const commands = commandsOf(run.draft, situation);
  const linked = run.draft.action === 'LINK_USER';
  const outcome = commands.length === 0 ? 'unchanged' : linked ? 'linked' : 'changed';
  const links = commands.some(({ type }) => type === 'com.okta.user.update');
  const debugContext = debugContextOf(trace, login, links ? run.draft.linkId : undefined);
  return {
    answer: commands.length > 0 ? { commands, debugContext } : { debugContext },
    outcome,
    login,
    trace,
    attributes: changedPaths(commands),
    ruleErrors: run.errors,
  };
}

/** The decision that refuses the person with a text of the rules' own. */
export function refuse(run: RuleRun, errorSummary: string, trace: DecisionTrace): ImportDecision {
  const debugContext = debugContextOf(trace, 'none');
  return {
    answer: { error: { errorSummary }, debugContext },
    outcome: 'error',
    login: 'none',
    trace,
    attributes: [],
    ruleErrors: run.errors,
  };
}

/** The decision that answers as if the service had nothing to change. */
export function leaveUnchanged(run: RuleRun, login: LoginFate, trace: DecisionTrace): ImportDecision {
  const debugContext = debugContextOf(trace, login);
  return {
    answer: { debugContext },
    outcome: 'unchanged',
    login,
    trace,
    attributes: [],
    ruleErrors: run.errors,
  };
}

/** Takes back every write of a login that was not promised: of a `set`, and of the `login` action's paths. */
export function withoutLogin(run: RuleRun): RuleRun {
  for (const path of [LOGIN, ...(run.plan?.write ?? [])]) run.draft.unwrite(path);
  return run;
}

/** Writes the promised login to every path the `login` action names. */
export function withLogin(run: RuleRun, login: string): RuleRun {
  for (const path of run.plan?.write ?? []) run.draft.write(path, login);
  return run;
}

function changedPaths(commands: readonly ImportCommand[]): string[] {
  const paths: string[] = [];
  for (const { type, value } of commands) {
    const profile = PROFILE_OF[type];
    if (profile) for (const name of Object.keys(value)) paths.push(`${profile}.${name}`);
  }
  return paths;
}

const PROFILE_OF: Readonly<Partial<Record<ImportCommand['type'], string>>> = {
  'com.okta.user.profile.update': 'user',
  'com.okta.appUser.profile.update': 'appUser',
};
