import type { Environment, TypeCheckResult } from '@marcbachmann/cel-js';
import type { CompiledExpression } from '../lambda/imports/compiled-rules.ts';
import type { ExpectedType } from '../lambda/imports/expressions/prepare.ts';
import type { KnownAttributes } from './attributes.ts';
import { escapingFaults } from './escaping.ts';
import { attributeFaults, nameFaults } from './expression-names.ts';
import { type Uses, usesOf } from './expression-walk.ts';
import type { Fault } from './problem.ts';

/** What the expressions of a file may use. */
export interface Language {
  readonly environment: Environment;
  /** Names of the variables in `environment`. */
  readonly variables: readonly string[];
  /** The function around a variable without which its value could become syntax, by variable. */
  readonly escapes?: Readonly<Record<string, string>>;
  /** Functions beyond those every expression has. */
  readonly functions?: readonly string[];
  /** The variable without which an expression makes no sense. */
  readonly required?: string;
  /** Where variables exist that an expression here has not, by name. */
  readonly foreign?: Readonly<Record<string, string>>;
  /** Other names of these variables' attributes give a warning. */
  readonly attributes: KnownAttributes;
}

/** A fault and where in the expression it is. */
export interface ExpressionFault extends Fault {
  readonly offset: number;
}

/** `found no matching overload for 'string.startsWith(int)'` */
const CALLED = /'(?:[^'(]*\.)?(\w+)\(/;

/**
 * Checks one expression: syntax, limits, names, types. Never throws. `compiled` is there unless a fault is an
 * error; all unknown names are found at once.
 */
export function checkExpression(
  source: string,
  expected: ExpectedType,
  language: Language,
): { compiled?: CompiledExpression; faults: readonly ExpressionFault[] } {
  try {
    const parsed = language.environment.parse(source);
    const uses = usesOf(parsed.ast, source);
    const faults = [
      ...nameFaults(source, uses, language),
      ...attributeFaults(uses, language),
      ...Object.entries(language.escapes ?? {}).flatMap(([variable, escaped]) =>
        escapingFaults(parsed.ast, variable, escaped),
      ),
    ];
    if (faults.every(({ severity }) => severity === 'warning')) {
      faults.push(...typeFaults(parsed.check(), expected, language));
    }
    if (faults.some(({ severity }) => severity !== 'warning')) return { faults };
    return { compiled: { source, reads: readsOf(uses) }, faults };
  } catch (error) {
    return { faults: [celFault(error)] };
  }
}

const TYPES: Readonly<Record<ExpectedType, { readonly accepted: RegExp; readonly words: string }>> = {
  bool: { accepted: /^bool$/, words: 'true or false (bool), such as a comparison' },
  string: { accepted: /^(string|dyn\b.*)$/, words: 'a text (string)' },
  dyn: { accepted: /^(string|bool|int|double|dyn\b.*|list\b.*)$/, words: 'a text, number, bool or list' },
};

function typeFaults(
  { type, error }: TypeCheckResult,
  expected: ExpectedType,
  { environment }: Language,
): ExpressionFault[] {
  if (!error) {
    const { accepted, words } = TYPES[expected];
    if (type !== undefined && accepted.test(type)) return [];
    return [{ offset: 0, code: 'wrong_type', message: `this is of type ${type}`, expected: words }];
  }
  const fault = celFault(error);
  if (error.code !== 'no_matching_overload') return [fault];
  const [, called] = CALLED.exec(error.summary) ?? [];
  const signatures = environment
    .getDefinitions()
    .functions.filter(({ name, signature }) => name === called && !signature.includes('bytes'))
    .map(({ signature }) => signature.replaceAll('<dyn>', '').replaceAll('<dyn, dyn>', ''));
  return [{ ...fault, ...(signatures.length > 0 && { expected: signatures.join(' or ') }) }];
}

/** The texts of parse and type errors speak of the source alone: there are no values yet. */
function celFault(error: unknown): ExpressionFault {
  const { code = 'internal', summary, range } = error as Partial<NonNullable<TypeCheckResult['error']>>;
  const message = plainWords(summary ?? 'the expression is not readable');
  const isHas = code === 'invalid_macro_argument' && message.startsWith('has()');
  return {
    offset: range?.start ?? 0,
    code,
    message,
    ...(isHas && { expected: 'has(user.attribute), else "attribute" in map' }),
  };
}

function plainWords(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\bEOF\b/, 'the end of the expression');
}

function readsOf({ attributes }: Uses): string[] {
  const profiles = attributes.filter(({ variable }) => variable === 'user' || variable === 'appUser');
  return [...new Set(profiles.map(({ variable, name }) => `${variable}.${name}`))];
}
