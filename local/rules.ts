import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compileRulesFile } from '../rules/compile.ts';
import { formatProblem } from '../rules/problem.ts';

/**
 * Compiles a rules file into the JSON the Lambda reads and returns its warnings, one line each. Wrong rules throw
 * `RulesInvalid` and leave `target` as it was.
 */
export async function writeRules(source: string, target: string): Promise<readonly string[]> {
  const { rules, warnings } = await compileRulesFile(path.relative(process.cwd(), source));
  await writeFile(target, `${JSON.stringify(rules, null, 2)}\n`);
  return warnings.map(formatProblem);
}
