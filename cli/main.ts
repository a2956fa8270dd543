import { errorCode } from '../local/error-code.ts';
import { wantsColor } from '../local/paint.ts';
import { jsonText, screen } from '../local/screen.ts';
import { closest } from '../rules/suggest.ts';
import {
  type Command,
  CommandError,
  EXIT,
  type ExitCode,
  type Io,
  realClock,
  UsageError,
} from './command.ts';
import { CALL } from './command-line.ts';
import { type CommandEntry, commands } from './commands.ts';
import { asksForHelp, commandHelp, usageOf } from './help.ts';
import { withoutCommand } from './no-command.ts';

/**
 * Runs one command line (without `node` and the script) and returns its exit code. The only place where an
 * error becomes a message and a code, and where text that others wrote loses what steers a terminal; never rejects.
 */
export async function main(argv: readonly string[], world: Io, table = commands): Promise<ExitCode> {
  const io = { ...world, stdout: screen(world.stdout), stderr: screen(world.stderr) };
  const json = argv.includes('--json');
  try {
    return await dispatch(argv, io, table);
  } catch (error) {
    io.stderr.write(`${json ? jsonText({ error: summarise(error) }) : format(error)}\n`);
    return error instanceof CommandError ? error.exitCode : EXIT.failed;
  }
}

async function dispatch(argv: readonly string[], io: Io, table: readonly CommandEntry[]): Promise<ExitCode> {
  const entry = table.find(({ name }) => `${argv.join(' ')} `.startsWith(`${name} `));
  if (!entry) return withoutCommand(argv, io, table);
  const { command } = await entry.load();
  const rest = argv.slice(entry.name.split(' ').length);
  if (asksForHelp(rest)) {
    io.stdout.write(`${commandHelp(entry, command, io)}\n`);
    return EXIT.done;
  }
  try {
    return await command.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError) || error.next) throw error;
    throw new UsageError(error.message, {
      next: meantOption(error.message, command) ?? shortUsage(entry.name, command, io),
    });
  }
}

/** How a command is called; where that is too much for a line, what shows it. */
function shortUsage(name: string, command: Command, { columns }: Io): string {
  const usage = usageOf(name, command);
  return usage.length <= columns ? usage : `${CALL} ${name} --help shows how it is called`;
}

/** What an unknown option was probably meant to be. */
function meantOption(message: string, { options }: Command): string | undefined {
  const [, typed] = /^Unknown option '--([\w-]+)'/.exec(message) ?? [];
  const guess = typed === undefined ? undefined : closest(typed, Object.keys(options));
  return guess && `did you mean --${guess}?`;
}

/** An unforeseen error shows its kind and where it arose: its message may quote what the command read. */
function summarise(error: unknown) {
  if (error instanceof CommandError) {
    return { code: error.name, message: error.message, where: error.where, next: error.next };
  }
  const { name = 'Error', stack = '' } = error as Partial<Error>;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return { code: name, message: 'unexpected: a fault of this program', where: frames.join('\n').trim() };
}

function format(error: unknown): string {
  const { code, message, where, next } = summarise(error);
  return [
    `${error instanceof CommandError ? 'error' : code}: ${message}`,
    ...(where ? [`  at    ${where.replace(/^at /, '')}`] : []),
    ...(next ? [`  next  ${next}`] : []),
  ].join('\n');
}

function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    // a terminal that knows no width says 0
    columns: process.stdout.columns || 100,
    color: wantsColor(process.stdout),
    watched: process.stderr.isTTY === true,
    signal: stopSignal(),
    clock: realClock,
  };
}

/** npm passes Ctrl-C on to a process that has got it already; a person needs longer to press it twice. */
const ECHO_MS = 500;

/** Aborts at the first Ctrl-C; a second one ends the process at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  let stoppedAt = 0;
  process.on('SIGINT', () => {
    if (!controller.signal.aborted) stoppedAt = Date.now();
    else if (Date.now() - stoppedAt > ECHO_MS) process.exit(130);
    controller.abort();
  });
  return controller.signal;
}

if (import.meta.main) {
  let isLost = false;
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error) => {
      // a reader such as `head` may leave early: that is no fault
      if (errorCode(error) === 'EPIPE') return;
      isLost = true;
      process.exitCode = EXIT.failed;
    });
  }
  const code = await main(process.argv.slice(2), processIo());
  process.exitCode = isLost ? EXIT.failed : code;
}
