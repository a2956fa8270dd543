import { OUTPUTS_FILE } from '../infra/outputs.ts';
import type { Io, Options } from './command.ts';
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

/** The options that were given, as words of a command line; those with their usual value are left out. */
export function givenOptions(
  values: Readonly<Record<string, unknown>>,
  options: Options,
  except: readonly string[],
): readonly string[] {
  return Object.entries(options).flatMap(([name, { default: usual }]) => {
    const value = values[name];
    if (value === undefined || value === usual || except.includes(name)) return [];
    if (value === true) return [`--${name}`];
    return [value].flat().flatMap((one) => [`--${name}`, String(one)]);
  });
}

/** What to do next, one line each, as the last part of what a command says. */
export const describeNext = (lines: readonly string[], io: Io): string =>
  [painter(io)('bold', 'Next'), ...lines.map((line) => `  ${line}`)].join('\n');
