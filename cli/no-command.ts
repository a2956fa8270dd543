import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { closest } from '../rules/suggest.ts';
import { EXIT, type ExitCode, type Io, UsageError } from './command.ts';
import { CALL, commandLine } from './command-line.ts';
import type { CommandEntry } from './commands.ts';
import { asksForHelp, COMMON_HELP, listHelp } from './help.ts';
import { painter, printResult } from './output.ts';

const MANIFEST = path.join(import.meta.dirname, '../package.json');
const LISTED = `${CALL} --help lists the commands`;

/**
 * Answers a command line that begins with no command: the version, or the list of all commands or of a noun's.
 *
 * @throws UsageError for anything else, with what was probably meant
 */
export async function withoutCommand(
  argv: readonly string[],
  io: Io,
  table: readonly CommandEntry[],
): Promise<ExitCode> {
  refuseOptionsFirst(argv, table);
  if (argv[0] === '--version') return showVersion(argv.includes('--json'), io);
  const [noun, verb] = argv.filter((word) => !word.startsWith('-'));
  const ofNoun = table.filter(({ name }) => name.startsWith(`${noun} `));
  if (verb === undefined && (noun === undefined || ofNoun.length > 0)) {
    const isHelp = asksForHelp(argv);
    if (!isHelp && argv.some((word) => word.startsWith('-')))
      throw new UsageError('no command is named', { next: LISTED });
    showList(noun === undefined ? table : ofNoun, noun === undefined, io);
    return isHelp ? EXIT.done : EXIT.usage;
  }
  const names = table.map(({ name }) => name);
  const guess = closest(`${noun} ${verb}`, names) ?? closest(noun ?? '', names);
  throw new UsageError('there is no such command', {
    where: ofNoun.length > 0 ? `${noun} ${verb}` : String(noun),
    next: guess ? `did you mean "${guess}"?` : LISTED,
  });
}

/** What stands before a command may be an option or its value: only the command knows. */
function refuseOptionsFirst(argv: readonly string[], table: readonly CommandEntry[]): void {
  if (!argv[0]?.startsWith('-')) return;
  for (const at of argv.keys()) {
    const rest = argv.slice(at);
    if (!table.some(({ name }) => `${rest.join(' ')} `.startsWith(`${name} `))) continue;
    throw new UsageError('options stand behind the command', {
      next: commandLine([...rest, ...argv.slice(0, at)]),
    });
  }
}

function showList(entries: readonly CommandEntry[], isWhole: boolean, io: Io): void {
  const title = `${painter(io)('bold', 'hooks')}: the commands around Okta's inline hooks`;
  io.stdout.write(`${listHelp(title, { entries, sections: isWhole ? COMMON_HELP : [] }, io)}\n`);
}

async function showVersion(json: boolean, io: Io): Promise<ExitCode> {
  const { version } = JSON.parse(await readFile(MANIFEST, 'utf8')) as { readonly version: string };
  printResult(io, json, { version }, () => version);
  return EXIT.done;
}
