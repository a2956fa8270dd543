import type { LoginValidity } from '../logins/validity.ts';
import type { AttributePath } from './compiled-rules.ts';
import { Draft, isLogin, pathText } from './draft.ts';
import type { Outcome } from './expressions/outcome.ts';
import { fromExpressionValue } from './expressions/profile.ts';
import { type LoginPlan, planLogin } from './login-plan.ts';
import type { PreparedExpression, PreparedLogin, PreparedRule } from './prepared-rules.ts';
import type { Situation } from './situation.ts';
import type { RuleTrace } from './trace.ts';

/** What the rules made of one person, before any login is promised. */
export interface RuleRun {
  readonly draft: Draft;
  /** The first `login` action that ran. */
  readonly plan: LoginPlan | undefined;
  /** Who wrote the draft's login last: Okta, a `set`, or the `login` action of `plan`. */
  readonly loginFrom: 'sent' | 'set' | 'plan';
  /** The text a rule refused the person with. */
  readonly failure: string | undefined;
  /** How many expressions turned out to be faulty. */
  readonly errors: number;
  readonly trace: readonly RuleTrace[];
  /** What the rules ran on. */
  readonly situation: Situation;
}

/** What came of the logins that an earlier run asked for; none: the login stays as Okta sent it. */
export interface LoginOutcome {
  readonly login: string | undefined;
}

/**
 * Runs the rules in order on a draft of the person; pure, and never throws. Before a login is promised, the
 * rules after a `login` action see the first one it asks for; with `outcome`, they see what came of it.
 */
export function runRules(
  rules: readonly PreparedRule[],
  situation: Situation,
  isValid: LoginValidity,
  outcome?: LoginOutcome,
): RuleRun {
  const run = new Run(situation, isValid, outcome);
  for (const rule of rules) {
    if (run.apply(rule) === 'stop') break;
  }
  return run.result();
}

class Run {
  readonly #situation: Situation;
  readonly #isValid: LoginValidity;
  readonly #outcome: LoginOutcome | undefined;
  readonly #draft: Draft;
  readonly #trace: RuleTrace[] = [];
  #notes: string[] = [];
  #plan: LoginPlan | undefined;
  #loginFrom: RuleRun['loginFrom'] = 'sent';
  #failure: string | undefined;
  #errors = 0;

  constructor(situation: Situation, isValid: LoginValidity, outcome: LoginOutcome | undefined) {
    this.#situation = situation;
    this.#isValid = isValid;
    this.#outcome = outcome;
    this.#draft = new Draft(situation);
  }

  result(): RuleRun {
    return {
      draft: this.#draft,
      loginFrom: this.#loginFrom,
      errors: this.#errors,
      trace: this.#trace,
      situation: this.#situation,
      plan: this.#plan,
      failure: this.#failure,
    };
  }

  apply(rule: PreparedRule): 'stop' | 'continue' {
    this.#notes = [];
    const errorsBefore = this.#errors;
    const outcome = this.#fire(rule);
    // A rule that refuses people must not let one through because it is faulty.
    if (this.#errors > errorsBefore && rule.fail && this.#failure === undefined) {
      this.#failure = `rule "${rule.name}" could not be evaluated`;
    }
    this.#trace.push({ rule: rule.name, outcome, notes: this.#notes, reads: rule.reads });
    return this.#failure !== undefined || (outcome === 'fired' && rule.stop) ? 'stop' : 'continue';
  }

  #fire(rule: PreparedRule): RuleTrace['outcome'] {
    const when = rule.when ? this.#evaluate('when', rule.when) : ALWAYS;
    if (when.kind !== 'value') return OUTCOME_OF[when.kind];
    if (when.value !== true) return 'did not fire';
    const values: [AttributePath, unknown][] = [];
    for (const { path, value } of rule.set) {
      const outcome = this.#evaluate(`set ${pathText(path)}`, value);
      if (outcome.kind !== 'value') return this.#drop(rule, outcome.kind);
      values.push([path, outcome.value]);
    }
    if (rule.create) this.#draft.create();
    for (const [path, value] of values) this.#set(path, value);
    if (rule.login) this.#planLogin(rule, rule.login);
    if (rule.link) this.#link(rule.link);
    if (rule.fail) this.#refuse(rule, rule.fail);
    return 'fired';
  }

  /** A value that does not apply drops the whole rule, but never lets somebody through whom it refuses. */
  #drop(rule: PreparedRule, kind: 'notApplicable' | 'error'): RuleTrace['outcome'] {
    if (rule.fail) this.#refuse(rule, rule.fail);
    return OUTCOME_OF[kind];
  }

  #refuse(rule: PreparedRule, text: PreparedExpression): void {
    this.#failure = this.#text('fail', text) ?? `refused by rule "${rule.name}"`;
  }

  #set(path: AttributePath, value: unknown): void {
    if (isLogin(path)) {
      if (this.#draft.action === 'LINK_USER') {
        this.#notes.push('set user.login: a linked person is never renamed');
        return;
      }
      this.#loginFrom = 'set';
      if (this.#outcome && this.#outcome.login === undefined) return;
    }
    this.#draft.write(path, fromExpressionValue(value));
  }

  #planLogin(rule: PreparedRule, login: PreparedLogin): void {
    if (this.#draft.action === 'LINK_USER') {
      this.#notes.push('login: a linked person is never renamed');
      return;
    }
    if (this.#plan) {
      this.#notes.push(`login: rule "${this.#plan.rule}" has already asked for one`);
      return;
    }
    const otherwise = rule.otherwise && (this.#text('otherwise', rule.otherwise) ?? 'no free login');
    this.#plan = planLogin(rule.name, login, otherwise, this.#draft.variables, this.#isValid);
    this.#errors += this.#plan.skipped.filter(({ outcome }) => outcome === 'error').length;
    this.#loginFrom = 'plan';
    const { tentative, write } = this.#plan;
    const written = this.#outcome ? this.#outcome.login : tentative;
    if (written !== undefined) for (const path of write) this.#draft.write(path, written);
  }

  #link(link: PreparedExpression): void {
    const target = this.#text('link', link);
    if (target === undefined) return;
    const { matchIds, sent } = this.#situation;
    if (matchIds.includes(target) || target === sent.userId) this.#draft.link(target);
    else this.#notes.push('link refused: not a match');
  }

  #text(what: string, expression: PreparedExpression): string | undefined {
    const outcome = this.#evaluate(what, expression);
    return outcome.kind === 'value' && typeof outcome.value === 'string' ? outcome.value : undefined;
  }

  #evaluate(what: string, expression: PreparedExpression): Outcome {
    const outcome = expression.evaluate(this.#draft.variables);
    if (outcome.kind === 'error') {
      this.#errors += 1;
      const where = outcome.position === undefined ? '' : ` at offset ${outcome.position}`;
      this.#notes.push(`${what}: ${outcome.code}${where}`);
    }
    if (outcome.kind === 'notApplicable') this.#notes.push(`${what}: no ${outcome.missing ?? 'value'}`);
    return outcome;
  }
}

const ALWAYS: Outcome = { kind: 'value', value: true };
const OUTCOME_OF = { notApplicable: 'not applicable', error: 'error' } as const;
