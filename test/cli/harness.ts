import path from 'node:path';
import { type Io, realClock } from '../../cli/command.ts';
import type { CommandEntry } from '../../cli/commands.ts';
import { main } from '../../cli/main.ts';

/** The project's folder. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Runs one command line and returns its exit code and what it printed. */
export async function run(
  argv: readonly string[],
  {
    stdin = '',
    table,
    ...world
  }: Partial<Omit<Io, 'stdin'>> & { stdin?: string; table?: readonly CommandEntry[] } = {},
) {
  const printed = { out: '', err: '' };
  const io: Io = {
    stdout: {
      write: (text) => {
        printed.out += text;
      },
    },
    stderr: {
      write: (text) => {
        printed.err += text;
      },
    },
    stdin: (async function* () {
      yield stdin;
    })(),
    env: {},
    cwd: ROOT,
    columns: 100,
    color: false,
    watched: false,
    signal: new AbortController().signal,
    clock: realClock,
    ...world,
  };
  return { code: await main(argv, io, table), ...printed };
}
