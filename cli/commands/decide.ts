import path from 'node:path';
import { compileRulesFile } from '../../rules/compile.ts';
import { RulesInvalid } from '../../rules/problem.ts';
import { CommandError, defineCommand, EXIT } from '../command.ts';
import { parseObject, readInput } from '../input.ts';
import { printResult } from '../output.ts';
import { replayImport } from '../replay.ts';
import { describeDecision } from '../show-decision.ts';

const SHIPPED_RULES = path.join(import.meta.dirname, '../../rules/import.yaml');

/** `decide`: what the service answers to one recorded import call, and why. */
export const command = defineCommand({
  operands: [
    {
      name: 'payload.json',
      description: 'a recorded call, or the API Gateway event around one; - reads standard input',
    },
  ],
  options: {
    rules: {
      type: 'string',
      placeholder: 'file',
      description: 'the rules to decide by (default: rules/import.yaml)',
    },
  },
  examples: [
    'decide events/import/login-conflict.json',
    'decide events/import/two-matches.json --rules my-rules.yaml --json',
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const recorded = parseObject(await readInput(file, io), file);
    const rules = await compile(
      values.rules === undefined ? SHIPPED_RULES : path.resolve(io.cwd, values.rules),
    );
    const replay = await replayImport(recorded, rules);
    if (replay.kind === 'refused') throw refusalOf(replay.status, replay.body, file);
    const { answer, trace, outcome, login } = replay.decision;
    printResult(io, values.json, { answer, outcome, login, trace }, () =>
      describeDecision(replay.decision, io),
    );
    return EXIT.done;
  },
});

async function compile(file: string) {
  try {
    return (await compileRulesFile(path.relative(process.cwd(), file))).rules;
  } catch (error) {
    if (!(error instanceof RulesInvalid)) throw error;
    throw new CommandError(error.message, { next: 'mend the rules; rules check looks at them alone' });
  }
}

function refusalOf(status: number, body: string, file: string): CommandError {
  const { error } = JSON.parse(body) as { error?: { errorSummary?: string } };
  return new CommandError(
    `the service refuses this call with ${status}: ${error?.errorSummary ?? 'no reason given'}`,
    {
      where: file,
    },
  );
}
