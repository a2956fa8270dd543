import type { CompiledExpression, CompiledRule, CompiledRules, LoginAction, Rule } from './compiled-rules.ts';
import type { Expression } from './expressions/outcome.ts';
import { createExpressionFactory } from './expressions/prepare.ts';

/** An expression with what the trace says about it. */
export interface PreparedExpression {
  readonly evaluate: Expression;
  readonly source: string;
  readonly reads: readonly string[];
}

export type PreparedLogin = LoginAction<PreparedExpression>;

/** A rule whose expressions are parsed. */
export interface PreparedRule extends Rule<PreparedExpression> {
  /** Every attribute the rule reads, once each. */
  readonly reads: readonly string[];
}

/** Rules parsed once, at the cold start. */
export interface PreparedRules extends Pick<CompiledRules, 'loginPattern' | 'whenUnknown' | 'onDeadline'> {
  readonly person: PreparedExpression;
  readonly rules: readonly PreparedRule[];
}

type Prepare = (expression: CompiledExpression, type: 'bool' | 'string' | 'dyn') => PreparedExpression;

/**
 * Parses every expression of the compiled rules.
 *
 * Throws what the CEL library throws when the JSON was not made by `rules/compile.ts`: a wrong file must
 * fail the cold start.
 */
export function prepareRules(compiled: CompiledRules): PreparedRules {
  const factory = createExpressionFactory();
  const prepare: Prepare = (expression, type) => ({ ...expression, evaluate: factory(expression, type) });
  return {
    loginPattern: compiled.loginPattern,
    whenUnknown: compiled.whenUnknown,
    onDeadline: compiled.onDeadline,
    person: prepare(compiled.person, 'dyn'),
    rules: compiled.rules.map((rule) => prepareRule(rule, prepare)),
  };
}

function prepareRule(rule: CompiledRule, prepare: Prepare): PreparedRule {
  const { login } = rule;
  return {
    name: rule.name,
    create: rule.create,
    stop: rule.stop,
    reads: readsOf(rule),
    set: rule.set.map(({ path, value }) => ({ path, value: prepare(value, 'dyn') })),
    ...(rule.when && { when: prepare(rule.when, 'bool') }),
    ...(rule.otherwise && { otherwise: prepare(rule.otherwise, 'string') }),
    ...(rule.link && { link: prepare(rule.link, 'string') }),
    ...(rule.fail && { fail: prepare(rule.fail, 'string') }),
    ...(login && {
      login: {
        from: login.from,
        to: login.to,
        write: login.write,
        candidates: login.candidates.map((candidate) => prepare(candidate, 'string')),
        ...(login.numbered && { numbered: prepare(login.numbered, 'string') }),
      },
    }),
  };
}

function readsOf({ when, set, login, otherwise, link, fail }: CompiledRule): readonly string[] {
  const values = set.map(({ value }) => value);
  const expressions = [when, ...values, ...(login?.candidates ?? []), login?.numbered, otherwise, link, fail];
  return [...new Set(expressions.flatMap((expression) => expression?.reads ?? []))];
}
