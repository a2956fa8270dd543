import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { errorCode } from '../local/error-code.ts';
import type { Sink } from '../local/screen.ts';

/** 0 done, 1 failed, 2 wrong usage, 3 finished with rows that need a person. */
export const EXIT = { done: 0, failed: 1, usage: 2, review: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The world of a command: everything it reads and writes, so that a test can hand it another one. */
export interface Io {
  /** Results, for people or as JSON. */
  readonly stdout: Sink;
  /** Errors, warnings and progress. */
  readonly stderr: Sink;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Relative paths on the command line start here. */
  readonly cwd: string;
  /** Width of the terminal in characters. */
  readonly columns: number;
  /** Whether `stdout` wants colours (NO_COLOR, FORCE_COLOR and pipes are already considered). */
  readonly color: boolean;
  /** Whether a person watches `stderr`: progress is drawn for them only. */
  readonly watched: boolean;
  /** Aborts when the person asks to stop (Ctrl-C); long work ends in good order. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Time, as commands tell it and wait for it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits until then, or rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** The time that everybody has. */
export const realClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
};

/** An option as `node:util` parseArgs takes it, with the words `--help` shows for it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  readonly default?: string | boolean;
  /** Name of the value in the help, such as `file`. */
  readonly placeholder?: string;
  readonly description: string;
}
export type Options = Readonly<Record<string, Option>>;

/** An argument without dashes, in the order given. Optional ones come last. */
export interface Operand {
  readonly name: string;
  readonly optional?: boolean;
  readonly description: string;
}

/** A part of a command's help: what is said on the left, and what it means. */
export interface HelpSection {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** Options every command has. */
const commonOptions = {
  json: { type: 'boolean', default: false, description: 'print the result as JSON' },
  help: { type: 'boolean', short: 'h', default: false, description: 'show this help' },
} as const satisfies Options;

type Parsed<Own extends Options> = ReturnType<
  typeof parseArgs<{ options: Own & typeof commonOptions; allowPositionals: true; strict: true }>
>;

/** The checked arguments of one run: values by option name, operands in order. */
export interface Arguments<Own extends Options> {
  readonly values: Parsed<Own>['values'];
  readonly operands: readonly string[];
}

/** What the author of a command writes; `cli/commands.ts` holds its name and summary. */
export interface CommandDefinition<Own extends Options> {
  readonly operands: readonly Operand[];
  readonly options: Own;
  /** Full lines to copy, without the leading `npm run hooks --`. */
  readonly examples: readonly string[];
  /** What else its help should say. */
  readonly sections?: readonly HelpSection[];
  /** Does the work and prints the result; what goes wrong is thrown as {@link CommandError}. */
  run(args: Arguments<Own>, io: Io): Promise<ExitCode>;
}

/** A command as `cli/main.ts` sees it. */
export interface Command {
  readonly operands: readonly Operand[];
  readonly options: Options;
  readonly examples: readonly string[];
  readonly sections: readonly HelpSection[];
  /** Checks the raw arguments against the definition and runs; a wrong argument throws {@link UsageError}. */
  run(argv: readonly string[], io: Io): Promise<ExitCode>;
}

/** A failure that was foreseen. Nothing personal goes into any of its texts. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: ExitCode = EXIT.failed;
  /** File, line or address the failure belongs to. */
  readonly where: string | undefined;
  /** What to do next, as an instruction. */
  readonly next: string | undefined;

  constructor(what: string, details: { readonly where?: string; readonly next?: string } = {}) {
    super(what);
    this.where = details.where;
    this.next = details.next;
  }
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = EXIT.usage;
}

/**
 * Makes a command of its definition: the values in `run` are typed by `options`, and the number of operands
 * is checked before `run` is called.
 */
export function defineCommand<const Own extends Options>(definition: CommandDefinition<Own>): Command {
  const { operands, examples, sections = [] } = definition;
  const options = { ...definition.options, ...commonOptions };
  return {
    operands,
    options,
    examples,
    sections,
    run: async (argv, io) => {
      const { values, positionals } = parse(argv, options);
      const missing = operands.filter((operand) => !operand.optional)[positionals.length];
      if (missing) throw new UsageError(`<${missing.name}> is missing: ${missing.description}`);
      if (positionals.length > operands.length) {
        throw new UsageError(`too many arguments: ${positionals.length} instead of ${operands.length}`);
      }
      return definition.run({ values, operands: positionals }, io);
    },
  };
}

function parse<Own extends Options>(argv: readonly string[], options: Own & typeof commonOptions) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw error;
    const [what = ''] = String((error as Error).message).split(/\. To specify|\n/);
    throw new UsageError(what);
  }
}
