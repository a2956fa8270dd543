import { readFileSync } from 'node:fs';
import type { SynthesisedFunction, TemplateValue } from './synthesised.ts';

/** The values `sam local --env-vars events/sam-env.json` sets in every function that declares the variable. */
export const SAM_VARIABLES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('../../events/sam-env.json', import.meta.url), 'utf8'),
).Parameters;

/**
 * The variables of a function as `sam local` gives them: those the template declares and no other, each
 * overridden by the file if it is in there. References are their logical id, other intrinsics empty.
 *
 * Source: aws-sam-cli, samcli/local/lambdafn/env_vars.py
 */
export function samVariables({ variables }: Pick<SynthesisedFunction, 'variables'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, SAM_VARIABLES[name] ?? textOf(value)]),
  );
}

function textOf(value: TemplateValue): string {
  if (typeof value === 'string') return value;
  return typeof value['Ref'] === 'string' ? value['Ref'] : '';
}
