import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileRulesFile } from '../rules/compile.ts';
import { compileSourcesFile } from '../rules/compile-sources.ts';
import { formatProblem, type Problem } from '../rules/problem.ts';

/** Compiles a file of one kind, as `rules/` does. */
type Compile = (file: string) => Promise<{ readonly rules: object; readonly warnings: readonly Problem[] }>;

/**
 * Compile import rules, and password sources, into the JSON their Lambda reads. Both return the warnings, one line
 * each; a wrong file throws `RulesInvalid` and leaves `target` as it was.
 */
export const writeRules = compiling(compileRulesFile);
export const writeSources = compiling(compileSourcesFile);

function compiling(compile: Compile) {
  return async (source: string, target: string): Promise<readonly string[]> => {
    const { rules, warnings } = await compile(path.relative(process.cwd(), source));
    await writeFile(target, `${JSON.stringify(rules, null, 2)}\n`);
    return warnings.map(formatProblem);
  };
}
