import path from 'node:path';
import { RulesInvalid } from '../rules/problem.ts';
import { startLaptop } from './laptop.ts';
import { createPaint, wantsColor } from './paint.ts';
import { runProgram } from './run-program.ts';
import { curlLine, playSample } from './sample.ts';
import { screen } from './screen.ts';
import { readSettings } from './settings.ts';
import { untilStopped } from './until-stopped.ts';

const ROOT = path.join(import.meta.dirname, '..');
const paint = createPaint(wantsColor(process.stdout));
const stdout = screen(process.stdout);

/** `npm start`: serves until Ctrl-C; what keeps it from starting is one clear message and exit code 1. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const laptop = await startLaptop(settings, {
    import: path.join(ROOT, 'rules/import.yaml'),
    password: path.join(ROOT, 'examples/password-sources.yaml'),
  });
  const sample = await playSample(laptop, settings, ROOT);
  const lines = [
    ...laptop.warnings.map((warning) => paint('yellow', warning)),
    '',
    sample,
    '',
    'Post another call from a second terminal, an import, a sign-in, or what Okta says of one:',
    '',
    `  ${paint('cyan', curlLine(laptop, ROOT, 'import'))}`,
    '',
    `  ${paint('cyan', curlLine(laptop, ROOT, 'password'))}`,
    '',
    `  ${paint('cyan', curlLine(laptop, ROOT, 'events'))}`,
    '',
    'Ctrl-C stops it.',
    `listening on https://localhost:${settings.port}`,
  ];
  const stopped = untilStopped();
  stdout.write(`${lines.join('\n')}\n`);
  await stopped;
  stdout.write('\nstopping\n');
  await laptop.close();
  // an orderly end gives the signals back before it is over, and the second SIGINT, which npm sends, would kill
  process.exit(0);
}

await runProgram(main, [RulesInvalid]);
