import type { Command, HelpSection, Io, Option } from './command.ts';
import { CALL } from './command-line.ts';
import type { CommandEntry } from './commands.ts';
import { painter } from './output.ts';

/** What holds for every command. */
export const COMMON_HELP: readonly HelpSection[] = [
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

/** `rules check [file] [--json]`: how a command is called. */
export function usageOf(name: string, command: Command): string {
  const operands = command.operands.map(({ name, optional }) => (optional ? `[${name}]` : `<${name}>`));
  const options = Object.entries(command.options)
    .filter(([option]) => option !== 'help')
    .map(([option, definition]) => `[${flagOf(option, definition)}]`);
  return [CALL, name, ...operands, ...options].join(' ');
}

/** The page `--help` shows for one command. */
export function commandHelp(entry: CommandEntry, command: Command, io: Io): string {
  const paint = painter(io);
  const words = [
    ...command.operands.map(({ name, description }): [string, string] => [name, description]),
    ...Object.entries(command.options).map(([name, option]): [string, string] => [
      `${flagOf(name, option)}${option.short ? `, -${option.short}` : ''}`,
      describe(option),
    ]),
  ];
  return [
    `${paint('bold', `hooks ${entry.name}`)}: ${entry.summary}`,
    section(io, 'Usage', [usageOf(entry.name, command)]),
    section(io, 'Arguments', columns(words)),
    ...described(command.sections, io),
    section(
      io,
      'Examples',
      command.examples.map((example) => `${CALL} ${example}`),
    ),
  ].join('\n\n');
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
    section(io, 'Commands', columns(entries.map(({ name, summary }): [string, string] => [name, summary]))),
    ...described(sections, io),
    `${CALL} <command> --help shows its arguments and examples.`,
  ].join('\n\n');
}

const described = (sections: readonly HelpSection[], io: Io): readonly string[] =>
  sections.map(({ title, rows }) => section(io, title, columns(rows)));

function section(io: Io, title: string, lines: readonly string[]): string {
  return [painter(io)('bold', title), ...lines.map((line) => `  ${line}`)].join('\n');
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`);
}

function flagOf(name: string, option: Option): string {
  return option.type === 'string' ? `--${name} <${option.placeholder ?? 'value'}>` : `--${name}`;
}

function describe({ description, default: preset }: Option): string {
  return typeof preset === 'string' ? `${description} (default: ${preset})` : description;
}
