import type { Environment } from '@marcbachmann/cel-js';
import type { CompiledExpression } from '../imports/compiled-rules.ts';
import { createEnvironment } from '../imports/expressions/environment.ts';
import type { Outcome } from '../imports/expressions/outcome.ts';
import { prepareExpression } from '../imports/expressions/prepare.ts';
import { SourceUnclear } from './sources/reach.ts';

/** The variables of expressions about a person, and of those about an HTTP answer, with their CEL types. */
export const PERSON_VARIABLES = { username: 'string' } as const;
export const ANSWER_VARIABLES = { status: 'int', body: 'map<string, dyn>', text: 'string' } as const;

const SPECIAL_IN_FILTER = /[*()\\\0]/g;
const SPECIAL_IN_DN = /["+,;<>=\\]/g;

/** `dnValue(text)`: the text as a value in a distinguished name, whatever it holds. RFC 4514, section 2.4. */
export function dnValue(text: string): string {
  return text
    .replace(SPECIAL_IN_DN, '\\$&')
    .replace(/\0/g, '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/(?<!^\\) $/, '\\ ');
}

/** `filterValue(text)`: the text as a value in a search filter, whatever it holds. RFC 4515, section 3. */
export function filterValue(text: string): string {
  return text.replace(SPECIAL_IN_FILTER, (sign) => `\\${sign.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Functions that exist in expressions about passwords alone. */
const FUNCTIONS = { 'dnValue(string): string': dnValue, 'filterValue(string): string': filterValue } as const;

export const SOURCE_FUNCTION_NAMES: readonly string[] = ['dnValue', 'filterValue'];

/** The CEL environment that the compiler and the Lambda share. */
export function createSourceEnvironment(variables: Readonly<Record<string, string>>): Environment {
  const environment = createEnvironment(variables);
  for (const [signature, handler] of Object.entries(FUNCTIONS)) {
    environment.registerFunction(signature, handler, { async: false });
  }
  return environment;
}

/** Variables as expressions see them. */
export interface PersonVariables {
  readonly username: string;
}
export interface AnswerVariables {
  readonly status: bigint;
  readonly body: ReadonlyMap<string, unknown>;
  readonly text: string;
}

/** Parses the expressions of a file, once, at the cold start; throws when the compiler did not make them. */
export interface ExpressionParser {
  person(expression: CompiledExpression, type: 'bool' | 'string'): (variables: PersonVariables) => Outcome;
  answer(expression: CompiledExpression): (variables: AnswerVariables) => Outcome;
}

/** Parsers of expressions, each over the variables that its place has; built once, at the cold start. */
export function createExpressionParser(): ExpressionParser {
  const person = createSourceEnvironment(PERSON_VARIABLES);
  const answer = createSourceEnvironment(ANSWER_VARIABLES);
  return {
    person: ({ source }, type) => prepareExpression(person, source, type),
    answer: ({ source }) => prepareExpression(answer, source, 'bool'),
  };
}

/**
 * How a username is called in a source: what the expression makes of it, or as typed. Undefined where the
 * expression has nothing for it, such as the domain of a short name: then the source knows nobody of that name.
 *
 * @throws SourceUnclear when the expression fails
 */
export function nameIn(
  rename: ((variables: PersonVariables) => Outcome) | undefined,
  username: string,
): string | undefined {
  if (!rename) return username;
  const outcome = rename({ username });
  if (outcome.kind === 'error') throw new SourceUnclear();
  return outcome.kind === 'value' ? String(outcome.value) : undefined;
}
