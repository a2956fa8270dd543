import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../platform/configuration-error.ts';
import { ENVIRONMENT } from '../platform/environment.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { type PreparedRules, prepareRules } from './prepared-rules.ts';

/**
 * Reads the rules that `rules/compile.ts` made and parses their expressions, once, at the cold start.
 *
 * @throws ConfigurationError when the file cannot be read or is not what the compiler makes
 */
export function loadRules(file: string): PreparedRules {
  try {
    return prepareRules(JSON.parse(readFileSync(file, 'utf8')) as CompiledRules);
  } catch {
    throw new ConfigurationError(ENVIRONMENT.rulesFile, 'a file made by the rules compiler');
  }
}
