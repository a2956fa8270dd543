import { foldLogin } from '../logins/fold.ts';
import type { Candidate, Numbering } from '../logins/question.ts';
import type { LoginValidity } from '../logins/validity.ts';
import type { AttributePath } from './compiled-rules.ts';
import type { Outcome, Variables } from './expressions/outcome.ts';
import type { PreparedExpression, PreparedLogin } from './prepared-rules.ts';
import type { SkippedCandidate } from './trace.ts';

/** What a `login` action asks for, evaluated against the draft of its moment. */
export interface LoginPlan {
  readonly rule: string;
  readonly candidates: readonly Candidate[];
  readonly numbering: Numbering | undefined;
  readonly write: readonly AttributePath[];
  /** The text of the error when no login is free; undefined: the login stays as Okta sent it. */
  readonly otherwise: string | undefined;
  readonly skipped: readonly SkippedCandidate[];
  /** The first login it would ask for, which later rules see until one is promised. */
  readonly tentative: string | undefined;
}

/** Evaluates the candidates of a `login` action; those that do not apply or are invalid are left out, with a reason. */
export function planLogin(
  rule: string,
  login: PreparedLogin,
  otherwise: string | undefined,
  variables: Variables,
  isValid: LoginValidity,
): LoginPlan {
  const candidates: Candidate[] = [];
  const skipped: SkippedCandidate[] = [];
  for (const expression of login.candidates) {
    const label = `candidate ${candidates.length + skipped.length + 1}`;
    const outcome = expression.evaluate(variables);
    const why = skippedBecause(outcome, isValid);
    if (why) skipped.push({ label, after: candidates.length, ...why });
    else candidates.push({ label, login: textOf(outcome), checkedByOkta: false });
  }
  const skip = (why: Why) => skipped.push({ label: 'numbered', after: candidates.length, ...why });
  const numbering = login.numbered && numberingOf(login.numbered, login, variables, isValid, skip);
  const tentative = candidates[0]?.login ?? numbering?.at(login.from);
  return { rule, candidates, numbering, write: login.write, otherwise, skipped, tentative };
}

type Why = Omit<SkippedCandidate, 'label' | 'after'>;

/** Nothing when the outcome is a valid login, else why it is none. */
function skippedBecause(outcome: Outcome, isValid: LoginValidity): Why | undefined {
  if (outcome.kind === 'notApplicable') {
    return { outcome: 'not applicable', ...(outcome.missing !== undefined && { missing: outcome.missing }) };
  }
  if (outcome.kind === 'error') return { outcome: 'error' };
  return isValid(textOf(outcome)) ? undefined : { outcome: 'invalid' };
}

const textOf = (outcome: Outcome) =>
  outcome.kind === 'value' && typeof outcome.value === 'string' ? outcome.value : '';

function numberingOf(
  expression: PreparedExpression,
  { from, to }: PreparedLogin,
  variables: Variables,
  isValid: LoginValidity,
  skip: (why: Why) => void,
): Numbering | undefined {
  const evaluate = (n: number) => expression.evaluate({ ...variables, n: BigInt(n) });
  const base = evaluate(0);
  if (base.kind !== 'value') {
    const why = skippedBecause(base, isValid);
    if (why) skip(why);
    return undefined;
  }
  const at = (n: number) => {
    const outcome = evaluate(n);
    return skippedBecause(outcome, isValid) ? undefined : textOf(outcome);
  };
  return { base: foldLogin(textOf(base)), from, to, at };
}
