import { Environment } from '@marcbachmann/cel-js';
import { ascii, initial, squash } from './functions/latin.ts';
import { domain, infix, localPart } from './functions/login.ts';
import { after, before, glob, lower, pad, upper } from './functions/text.ts';

/** The functions of the rule language beyond CEL's own, by signature. */
const FUNCTIONS = {
  'ascii(string): string': ascii,
  'lower(string): string': lower,
  'upper(string): string': upper,
  'initial(string): string': initial,
  'squash(string): string': squash,
  'localPart(string): string': localPart,
  'domain(string): string': domain,
  'infix(string, string): string': infix,
  'before(string, string): string': before,
  'after(string, string): string': after,
  'pad(string, int, string): string': pad,
  'glob(string, string): bool': glob,
} as const;

/** The variables of every expression in `rules/import.yaml` and their CEL types. */
export const RULE_VARIABLES: Readonly<Record<string, string>> = {
  user: 'map<string, dyn>',
  appUser: 'map<string, dyn>',
  conflicts: 'list<string>',
  matches: 'list<map<string, dyn>>',
  policy: 'list<string>',
  application: 'map<string, dyn>',
  job: 'map<string, dyn>',
  action: 'string',
};

/** With `n`, which exists in `numbered` only. */
export const NUMBERED_VARIABLES: Readonly<Record<string, string>> = { ...RULE_VARIABLES, n: 'int' };

/** Names of the functions of {@link createEnvironment} beyond CEL's own. */
export const FUNCTION_NAMES: readonly string[] = Object.keys(FUNCTIONS).map((signature) =>
  before(signature, '('),
);

/**
 * The CEL environment that the compiler and the Lambda share: the functions of the rule language, the given
 * variables, at most 500 nodes and 50 levels an expression.
 */
export function createEnvironment(variables: Readonly<Record<string, string>>): Environment {
  const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } });
  for (const [signature, handler] of Object.entries(FUNCTIONS)) {
    environment.registerFunction(signature, handler, { async: false });
  }
  for (const [name, type] of Object.entries(variables)) environment.registerVariable(name, type);
  return environment;
}
