import { FUNCTION_NAMES } from '../lambda/imports/expressions/environment.ts';
import type { ExpressionFault, Language } from './expression.ts';
import { LIST_MACROS, type Use, type Uses } from './expression-walk.ts';
import { type Fault, quote } from './problem.ts';
import { closest } from './suggest.ts';

// CEL's own, as far as texts, numbers and lists need them. `matches` is left out: regular expressions can hang
// the process.
const FUNCTIONS = ['has', 'size', 'string', 'int', 'double', 'bool', 'dyn', ...FUNCTION_NAMES];
const METHODS = [
  ...['startsWith', 'endsWith', 'contains', 'size', 'trim', 'indexOf', 'lastIndexOf', 'substring', 'split'],
  ...['join', ...LIST_MACROS],
];
const INSTEAD: Readonly<Record<string, string>> = {
  matches: 'glob(text, pattern)',
  lowerAscii: 'lower(text)',
  upperAscii: 'upper(text)',
};
const BARE_TEXT = /^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u;

/** Names an expression must not use, or lacks: variables, functions, methods, macros inside macros. */
export function nameFaults(source: string, uses: Uses, language: Language): ExpressionFault[] {
  const functions = [...FUNCTIONS, ...(language.functions ?? [])];
  return [
    ...missingVariable(uses, language),
    ...uses.variables
      .filter(({ name }) => !language.variables.includes(name))
      .map((use) => unknownVariable(use, source, language)),
    ...uses.functions
      .filter(({ name }) => !functions.includes(name))
      .map((use) => unknown('function', use, METHODS.includes(use.name) ? 'text.' : undefined, functions)),
    ...uses.methods
      .filter(({ name }) => !METHODS.includes(name))
      .map((use) => unknown('method', use, functions.includes(use.name) ? '' : undefined, METHODS)),
    ...uses.nested.map(({ name, offset }) => ({
      offset,
      code: 'nested_macro',
      message: `${quote(name)} inside another of ${LIST_MACROS.join(', ')}`,
    })),
  ];
}

/** Attributes that are neither Okta's nor declared: a warning, since Okta has attributes of the customer's own. */
export function attributeFaults({ attributes }: Uses, language: Language): ExpressionFault[] {
  return attributes.flatMap(({ variable, name, offset }) => {
    const known = language.attributes[variable];
    if (!known || name === '*' || known.has(name)) return [];
    const guess = closest(name, [...known]);
    const message = `${quote(`${variable}.${name}`)} is no standard attribute and not listed in "attributes"`;
    return {
      offset,
      severity: 'warning' as const,
      code: 'unknown_attribute',
      message,
      ...(guess !== undefined && { suggestion: `${variable}.${guess}` }),
    };
  });
}

function missingVariable({ variables }: Uses, { required }: Language): ExpressionFault[] {
  if (required === undefined || variables.some(({ name }) => name === required)) return [];
  return [{ offset: 0, code: 'unused_variable', message: `${quote(required)} is not used` }];
}

function unknownVariable(use: Use, source: string, { variables, foreign }: Language): ExpressionFault {
  const fault = unknown('variable', use, undefined, variables);
  const place = foreign?.[use.name];
  return place === undefined ? { ...fault, ...textAdvice(source, fault) } : { ...fault, expected: place };
}

/** `Manager` as a value is a variable; who writes it mostly means the text. */
function textAdvice(source: string, { suggestion }: Fault): Partial<Fault> {
  const text = source.trim();
  if (suggestion !== undefined || !BARE_TEXT.test(text)) return {};
  return { expected: `a variable, or a text in quotes of its own: '${JSON.stringify(text)}'` };
}

/** `otherWay` is the prefix of a call that exists: `x.lower()` is `lower(x)`. */
function unknown(
  kind: string,
  { name, offset }: Use,
  otherWay: string | undefined,
  known: readonly string[],
): ExpressionFault {
  const turned = otherWay === undefined ? undefined : `${otherWay}${name}(…)`;
  const suggestion = INSTEAD[name] ?? turned ?? closest(name, known);
  return {
    offset,
    code: `unknown_${kind}`,
    message: `unknown ${kind} ${quote(name)}`,
    ...(suggestion !== undefined && { suggestion }),
  };
}
