import type { Command, Io, Option } from './command.ts';
import { CALL } from './command-line.ts';
import type { CommandEntry } from './commands.ts';
import { painter } from './output.ts';

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
    ...command.sections.map(({ title, rows }) => section(io, title, columns(rows))),
    section(
      io,
      'Examples',
      command.examples.map((example) => `${CALL} ${example}`),
    ),
  ].join('\n\n');
}

/** The page for `hooks` itself, or for a noun such as `hooks rules`, over the commands it has. */
export function listHelp(title: string, entries: readonly CommandEntry[], io: Io): string {
  return [
    title,
    section(io, 'Commands', columns(entries.map(({ name, summary }): [string, string] => [name, summary]))),
    `${CALL} <command> --help shows its arguments and examples.`,
  ].join('\n\n');
}

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
