import path from 'node:path';
import { type CompiledFile, compileRulesFile } from '../../../rules/compile.ts';
import { formatProblem, type Problem, RulesInvalid } from '../../../rules/problem.ts';
import { defineCommand, EXIT, type Io } from '../../command.ts';
import { painter, printResult } from '../../output.ts';
import { describeRules } from '../../show-rules.ts';

const SHIPPED_RULES = path.join(import.meta.dirname, '../../../rules/import.yaml');

/** `rules check`: whether a rules file can be used, and what its rules do. Problems go to standard error. */
export const command = defineCommand({
  operands: [
    { name: 'file', optional: true, description: 'the rules to check (default: rules/import.yaml)' },
  ],
  options: {},
  examples: ['rules check', 'rules check my-rules.yaml', 'rules check --json'],
  run: async ({ values: { json }, operands: [operand] }, io) => {
    const file = operand ?? path.relative(io.cwd, SHIPPED_RULES);
    const checked = await check(path.resolve(io.cwd, file));
    const problems = checked.problems.map((problem) => ({ ...problem, file }));
    const { rules } = checked;
    if (!json) showProblems(problems, io);
    if (json || rules) {
      const result = { valid: rules !== undefined, problems, ...(rules && { rules }) };
      printResult(io, json, result, () => (rules ? describeRules(rules, io) : ''));
    }
    if (!json) io.stderr.write(`${summary(file, problems)}\n`);
    return rules ? EXIT.done : EXIT.failed;
  },
});

type Checked = { readonly problems: readonly Problem[] } & Partial<Pick<CompiledFile, 'rules'>>;

async function check(file: string): Promise<Checked> {
  try {
    const { rules, warnings } = await compileRulesFile(file);
    return { rules, problems: warnings };
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    return { problems: error.problems };
  }
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
