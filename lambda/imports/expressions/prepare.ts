import { type ASTNode, type Environment, EvaluationError } from '@marcbachmann/cel-js';
import type { CompiledExpression } from '../compiled-rules.ts';
import { createEnvironment, NUMBERED_VARIABLES } from './environment.ts';
import { DOES_NOT_APPLY } from './functions/faults.ts';
import { meter } from './meter.ts';
import type { Expression, Outcome } from './outcome.ts';
import { isTooLarge, TOO_LARGE } from './profile.ts';
import { type Requirement, requirementsOf } from './requirements.ts';

/**
 * What an expression must come to: `dyn` is any value a profile can hold (text, boolean, finite number, or a
 * list of those).
 */
export type ExpectedType = 'bool' | 'string' | 'dyn';

/** Makes an expression of `rules/import.yaml` ready; throws at start if it was not made by the compiler. */
export type ExpressionFactory = (expression: CompiledExpression, expected: ExpectedType) => Expression;

const NOT_APPLICABLE = new Set(['no_such_key', 'index_out_of_bounds', DOES_NOT_APPLY]);

/** What the library says of a value that `normaliseProfile` kept from it. */
const CODES: Readonly<Record<string, string>> = { unsupported_type: TOO_LARGE };

const isScalar = (value: unknown) =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  Number.isFinite(value);

const accepts: Readonly<Record<ExpectedType, (value: unknown) => boolean>> = {
  bool: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  dyn: (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)),
};

/** A factory over one CEL environment with the variables of `rules/import.yaml`; made once, at cold start. */
export function createExpressionFactory(): ExpressionFactory {
  const environment = createEnvironment(NUMBERED_VARIABLES);
  return ({ source }, expected) => prepareExpression(environment, source, expected);
}

/**
 * Parses and type-checks an expression once. What it returns never throws: a value of another type than
 * expected is the error `wrong_type`, one that is larger than an attribute may be, or takes a million steps to come
 * to, is `too_large`, a fault outside CEL is `internal`. Throws an `Error` that names the code and position, and
 * quotes nothing, if the expression does not parse or check.
 */
export function prepareExpression<Variables extends object>(
  environment: Environment,
  source: string,
  expected: ExpectedType,
): (variables: Variables) => Outcome {
  const evaluate = parse(environment, source);
  const accepted = accepts[expected];
  const lacks = missingOf(requirementsOf(evaluate.ast));
  const setBack = meter(evaluate.ast);
  return (variables) => {
    const missing = lacks(variables);
    if (missing) return missing;
    setBack?.();
    try {
      const value: unknown = evaluate(variables);
      if (!accepted(value)) return { kind: 'error', code: 'wrong_type' };
      return isTooLarge(value) ? { kind: 'error', code: TOO_LARGE } : { kind: 'value', value };
    } catch (error) {
      return outcomeOf(error);
    }
  };
}

/** The outcome of an expression one of whose requirements is missing. */
function missingOf(requirements: readonly Requirement[]): (variables: object) => Outcome | undefined {
  const checks = requirements.map(({ variable, key }) => {
    const outcome: Outcome = { kind: 'notApplicable', missing: `${variable}.${key}` };
    return { variable, key, outcome };
  });
  return (variables) =>
    checks.find(({ variable, key }) => {
      const value: unknown = variables[variable as keyof typeof variables];
      return value instanceof Map && !value.has(key);
    })?.outcome;
}

function parse(environment: Environment, source: string) {
  try {
    const parsed = environment.parse(source);
    const { error } = parsed.check();
    if (!error) return parsed;
    throw error;
  } catch (error) {
    const { code = 'internal', range } = error as Partial<EvaluationError>;
    throw new Error(`an expression does not compile: ${code} at ${range?.start ?? 0}`);
  }
}

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof EvaluationError)) return { kind: 'error', code: 'internal' };
  const { code, node, range } = error;
  if (!NOT_APPLICABLE.has(code)) {
    return { kind: 'error', code: CODES[code] ?? code, ...(range && { position: range.start }) };
  }
  const missing = code === DOES_NOT_APPLY || !node ? undefined : pathOf(node);
  return { kind: 'notApplicable', ...(missing !== undefined && { missing }) };
}

/** `user.middleName` or `matches[0].id` as the source has it; undefined where a key is computed from values. */
function pathOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [left, key] = node.args;
  const parent = pathOf(left);
  if (parent === undefined) return undefined;
  if (typeof key === 'string') return `${parent}.${key}`;
  if (key.op !== 'value') return undefined;
  return typeof key.args === 'bigint' ? `${parent}[${key.args}]` : `${parent}.${String(key.args)}`;
}
