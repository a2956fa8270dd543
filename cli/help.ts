import type { Command, HelpSection, Io, Option } from './command.ts';
import { CALL } from './command-line.ts';
import type { CommandEntry } from './commands.ts';
import { painter } from './output.ts';
import { joined, wrap } from './wrap.ts';

/** How far sections are moved in. */
const INDENT = 2;
/** What a description needs beside its word; with less it stands below. */
const NARROWEST = 32;

/** What holds for every command. */
export const COMMON_HELP: readonly HelpSection[] = [
  {
    title: 'Without a command',
    rows: [
      ['--help', 'this list'],
      ['--version', 'which version this is'],
    ],
  },
  {
    title: 'Okta',
    rows: [
      ['OKTA_DOMAIN', 'the org, such as example.okta.com, with one of the two credentials below'],
      [
        'OKTA_CLIENT_ID, OKTA_PRIVATE_KEY_FILE',
        'a service app with a key pair and the scopes a command names',
      ],
      ['OKTA_API_TOKEN', 'an API token, which has all rights of its administrator'],
      ['OKTA_BASE_URL', 'instead of OKTA_DOMAIN: a whole address, such as that of the stand-in org'],
    ],
  },
  {
    title: 'Exit codes',
    rows: [
      ['0', 'done'],
      ['1', 'failed'],
      ['2', 'wrong usage'],
      ['3', 'finished, and something needs a person'],
    ],
  },
];

/** Whether somebody wants to read instead of to run; what stands behind `--` is no option. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

/** `rules check [file] [--json]`: how a command is called. */
export function usageOf(name: string, command: Command): string {
  return usageParts(name, command).join(' ');
}

/** The pieces of it that belong on one line each. */
function usageParts(name: string, command: Command): readonly string[] {
  const operands = command.operands.map(({ name, optional }) => (optional ? `[${name}]` : `<${name}>`));
  const options = Object.entries(command.options)
    .filter(([option]) => option !== 'help')
    .map(([option, definition]) => `[${flagOf(option, definition)}]`);
  return [`${CALL} ${name}`, ...operands, ...options];
}

/** The page `--help` shows for one command; only its examples, which are to be pasted, may be wider than the terminal. */
export function commandHelp(entry: CommandEntry, command: Command, io: Io): string {
  const words = [
    ...command.operands.map(({ name, description }): [string, string] => [name, description]),
    ...Object.entries(command.options).map(([name, option]): [string, string] => [
      `${flagOf(name, option)}${option.short ? `, -${option.short}` : ''}`,
      describe(option),
    ]),
  ];
  return [
    titleOf(entry, io),
    section(io, 'Usage', usageLines(entry.name, command, io)),
    section(io, 'Arguments', columns(words, io)),
    ...described(command.sections, io),
    section(
      io,
      'Examples',
      command.examples.map((example) => `${CALL} ${example}`),
    ),
  ].join('\n\n');
}

function titleOf({ name, summary }: CommandEntry, io: Io): string {
  const start = `hooks ${name}`;
  const [first = '', ...more] = joined([`${start}:`, ...summary.split(' ')], io.columns);
  return [painter(io)('bold', start) + first.slice(start.length), ...more].join('\n');
}

function usageLines(name: string, command: Command, { columns }: Io): readonly string[] {
  const [first = '', ...more] = joined(usageParts(name, command), columns - 2 * INDENT);
  return [first, ...more.map((line) => ' '.repeat(INDENT) + line)];
}

/** The page for `hooks` itself, or for a noun such as `hooks rules`, over the commands it has. */
export function listHelp(
  title: string,
  {
    entries,
    sections,
  }: { readonly entries: readonly CommandEntry[]; readonly sections: readonly HelpSection[] },
  io: Io,
): string {
  return [
    title,
    section(
      io,
      'Commands',
      columns(
        entries.map(({ name, summary }): [string, string] => [name, summary]),
        io,
      ),
    ),
    ...described(sections, io),
    wrap(`${CALL} <command> --help shows its arguments and examples.`, io.columns).join('\n'),
  ].join('\n\n');
}

const described = (sections: readonly HelpSection[], io: Io): readonly string[] =>
  sections.map(({ title, rows }) => section(io, title, columns(rows, io)));

function section(io: Io, title: string, lines: readonly string[]): string {
  return [painter(io)('bold', title), ...lines.map((line) => ' '.repeat(INDENT) + line)].join('\n');
}

/** Words and what they mean, side by side or, where the terminal is too narrow, one below the other. */
function columns(rows: readonly (readonly [string, string])[], io: Io): string[] {
  const all = io.columns - INDENT;
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  if (all - width < NARROWEST)
    return rows.flatMap(([left, right]) => [left, ...wrap(right, all - 4).map((line) => `    ${line}`)]);
  return rows.flatMap(([left, right]) =>
    wrap(right, all - width).map((line, index) => (index === 0 ? left : '').padEnd(width) + line),
  );
}

function flagOf(name: string, option: Option): string {
  return option.type === 'string' ? `--${name} <${option.placeholder ?? 'value'}>` : `--${name}`;
}

function describe({ description, default: preset }: Option): string {
  return typeof preset === 'string' ? `${description} (default: ${preset})` : description;
}
