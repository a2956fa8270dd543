import path from 'node:path';
import { compileRules } from '../../../rules/compile.ts';
import { compileSources } from '../../../rules/compile-sources.ts';
import { readRulesFile, valueAt } from '../../../rules/compiler.ts';
import { formatProblem, type Problem, RulesInvalid } from '../../../rules/problem.ts';
import { readYaml } from '../../../rules/yaml-source.ts';
import { defineCommand, EXIT, type Io } from '../../command.ts';
import { painter, printResult } from '../../output.ts';
import { SHIPPED_RULES } from '../../rules-file.ts';
import { describeRules } from '../../show-rules.ts';
import { describeSources } from '../../show-sources.ts';

/** `rules check`: whether import rules or password sources can be used, and what they do. Problems go to standard error. */
export const command = defineCommand({
  operands: [
    {
      name: 'file',
      optional: true,
      description: 'import rules or password sources (default: rules/import.yaml)',
    },
  ],
  options: {},
  examples: ['rules check', 'rules check rules/password-sources.yaml', 'rules check --json'],
  run: async ({ values: { json }, operands: [operand] }, io) => {
    const file = operand ?? path.relative(io.cwd, SHIPPED_RULES);
    const checked = await check(path.resolve(io.cwd, file));
    const problems = checked.problems.map((problem) => ({ ...problem, file }));
    const { rules, describe } = checked;
    if (!json) showProblems(problems, io);
    if (json || rules) {
      const result = { valid: rules !== undefined, problems, ...(rules && { rules }) };
      printResult(io, json, result, () => describe?.(io) ?? '');
    }
    if (!json) io.stderr.write(`${summary(file, problems)}\n`);
    return rules ? EXIT.done : EXIT.failed;
  },
});

interface Checked {
  readonly problems: readonly Problem[];
  /** Absent when the file cannot be used. */
  readonly rules?: object;
  readonly describe?: (io: Io) => string;
}

async function check(file: string): Promise<Checked> {
  try {
    const text = await readRulesFile(file);
    if (hasSources(text)) {
      const { rules, warnings } = compileSources(text, file);
      return { rules, problems: warnings, describe: (io) => describeSources(rules, io) };
    }
    const { rules, warnings } = compileRules(text, file);
    return { rules, problems: warnings, describe: (io) => describeRules(rules, io) };
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return { problems: error.problems };
  }
}

/** Import rules have no such key. */
function hasSources(text: string): boolean {
  return valueAt(readYaml(text).source?.value, ['sources']) !== undefined;
}

function showProblems(problems: readonly Problem[], io: Io): void {
  const paint = painter(io);
  for (const problem of problems) {
    const color = problem.severity === 'warning' ? 'yellow' : 'red';
    io.stderr.write(`${paint(color, formatProblem(problem))}\n`);
  }
}

function summary(file: string, problems: readonly Problem[]): string {
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const errors = problems.length - warnings;
  const counts = [...count(errors, 'error'), ...count(warnings, 'warning')];
  return `${file}: ${counts.length === 0 ? 'no problems' : counts.join(', ')}`;
}

function count(number: number, noun: string): string[] {
  return number === 0 ? [] : [`${number} ${noun}${number === 1 ? '' : 's'}`];
}
