import { styleText } from 'node:util';
import { NEXT_COMMAND, OUTPUTS_FILE } from './outputs.ts';
import { runCdk } from './run-cdk.ts';

/** `npm run deploy`: deploys, keeps the outputs for the other commands, and says what to do next. */
const code = await runCdk(['deploy', '--outputs-file', OUTPUTS_FILE, ...process.argv.slice(2)]);
if (code === 0) {
  process.stdout.write(
    `\nThe outputs are in ${OUTPUTS_FILE}. Next:\n\n  ${styleText('cyan', NEXT_COMMAND)}\n`,
  );
}
process.exitCode = code;
