import { CommandError, defineCommand, EXIT } from '../command.ts';
import { parseObject, readInput } from '../input.ts';
import { printResult } from '../output.ts';
import { replayImport } from '../replay.ts';
import { rulesOf, rulesOption } from '../rules-file.ts';
import { describeDecision } from '../show-decision.ts';

const RECORDED = 'give one recorded call; events/import has some to compare it with';

/** `decide`: what the service answers to one recorded import call, and why. */
export const command = defineCommand({
  operands: [
    {
      name: 'payload.json',
      description: 'a recorded call, or the API Gateway event around one; - reads standard input',
    },
  ],
  options: {
    rules: rulesOption,
  },
  examples: [
    'decide events/import/login-conflict.json',
    'decide events/import/two-matches.json --rules my-rules.yaml --json',
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const recorded = parseObject(await readInput(file, io), file, RECORDED);
    const rules = await rulesOf(values.rules, io);
    const replay = await replayImport(recorded, rules);
    if (replay.kind === 'refused') throw refusalOf(replay.status, replay.body, file);
    const { answer, trace, outcome, login } = replay.decision;
    printResult(io, values.json, { answer, outcome, login, trace }, () =>
      describeDecision(replay.decision, io),
    );
    return EXIT.done;
  },
});

function refusalOf(status: number, body: string, file: string): CommandError {
  const { error } = JSON.parse(body) as { error?: { errorSummary?: string } };
  return new CommandError(
    `the service refuses this call with ${status}: ${error?.errorSummary ?? 'no reason given'}`,
    {
      where: file,
    },
  );
}
