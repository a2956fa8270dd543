import { configuredSchemes } from '../../lambda/passwords/hashes/configured.ts';
import { DIGEST_FORMATS } from '../../lambda/passwords/hashes/digest-settings.ts';
import { AUTO, findScheme, schemes as registered } from '../../lambda/passwords/hashes/registry.ts';
import type { HashScheme } from '../../lambda/passwords/hashes/scheme.ts';
import { ConfigurationError } from '../../lambda/platform/configuration-error.ts';
import { closest } from '../../rules/suggest.ts';
import { CommandError, type HelpSection, type Io, type Options, UsageError } from '../command.ts';
import { parseObject, readInput } from '../input.ts';

/** The options with which a command is told what hashes it gets. */
export const formatOptions = {
  format: {
    type: 'string',
    placeholder: 'name',
    default: AUTO,
    description: 'the format of the hashes; auto tells it from each hash that describes itself',
  },
  'hash-settings': {
    type: 'string',
    placeholder: 'file',
    description:
      'JSON of what the application keeps apart from its hashes, and the hook has not: {"firebase":{…},"spring":{"secret":"…"}}',
  },
} as const satisfies Options;

const SETTINGS = 'expected are settings of an application, such as {"spring":{"secret":"…"}}';

/** Every format that can be named, for the help. */
export const formatsHelp: readonly HelpSection[] = [
  {
    title: 'Formats',
    rows: [
      ...registered.map(({ name, usedBy, isSupported = true }): [string, string] => [
        name,
        isSupported ? usedBy : `${usedBy}; not supported`,
      ]),
      ['firebase', 'Firebase Authentication; with --hash-settings and --salt'],
    ],
  },
  {
    title: 'Digests in words, instead of a name',
    rows: DIGEST_FORMATS.map((words): [string, string] => [words.replace(/\W.*/, ''), words]),
  },
];

/**
 * The schemes to choose from: all, or all with the settings of a file.
 *
 * @param file as `--hash-settings` names it
 * @throws CommandError when it cannot be read, or holds none
 */
export async function readSchemes(file: string | undefined, io: Io): Promise<readonly HashScheme[]> {
  if (file === undefined) return registered;
  try {
    return configuredSchemes(parseObject(await readInput(file, io), file, SETTINGS));
  } catch (error) {
    if (error instanceof ConfigurationError) throw new CommandError(error.message, { where: file });
    throw error;
  }
}

/**
 * Refuses a `--format` that nothing has.
 *
 * @throws UsageError with a guess
 */
export function requireFormat(format: string, schemes: readonly HashScheme[]): void {
  if (format === AUTO || findScheme(format, schemes)) return;
  const guess = closest(format, [AUTO, ...schemes.map(({ name }) => name)]);
  throw new UsageError('there is no such --format', {
    next: guess ? `did you mean "${guess}"?` : 'npm run hooks -- credentials verify --help lists them',
  });
}
