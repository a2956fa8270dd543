import { OUTPUTS_FILE } from '../infra/outputs.ts';
import type { Io } from './command.ts';
import { painter } from './output.ts';

/** How every command begins. */
export const CALL = 'npm run hooks --';

/** A word as a POSIX shell reads it. */
const quoted = (word: string): string =>
  /^[\w./:@%+,=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A command to copy into a terminal; the outputs are named where they are not the ones that commands read anyway. */
export function commandLine(words: readonly string[], outputs = OUTPUTS_FILE): string {
  const where = outputs === OUTPUTS_FILE ? [] : ['--outputs', outputs];
  return [CALL, ...[...words, ...where].map(quoted)].join(' ');
}

/** What to do next, one line each, as the last part of what a command says. */
export const describeNext = (lines: readonly string[], io: Io): string =>
  [painter(io)('bold', 'Next'), ...lines.map((line) => `  ${line}`)].join('\n');
