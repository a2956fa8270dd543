import { configuredSchemes } from '../../../lambda/passwords/hashes/configured.ts';
import { DIGEST_FORMATS } from '../../../lambda/passwords/hashes/digest-settings.ts';
import { AUTO, findScheme, schemes as registered } from '../../../lambda/passwords/hashes/registry.ts';
import type { HashScheme } from '../../../lambda/passwords/hashes/scheme.ts';
import { ConfigurationError } from '../../../lambda/platform/configuration-error.ts';
import { closest } from '../../../rules/suggest.ts';
import { CommandError, defineCommand, EXIT, type Io, UsageError } from '../../command.ts';
import { type LoadedRow, type LoadOptions, loadCredentials } from '../../credentials/load.ts';
import { type CredentialRow, readCredentialRows } from '../../credentials/rows.ts';
import {
  countRow,
  describeCounts,
  type LoadCounts,
  NO_ROWS,
  needsPerson,
} from '../../credentials/summary.ts';
import { surveyRows } from '../../credentials/survey.ts';
import { CredentialTableUnavailable, createCredentialWriter } from '../../credentials/table.ts';
import { credentialTableOf, outputsOption, readDeployment } from '../../deployment.ts';
import { parseObject, readInput } from '../../input.ts';
import { tableProblem } from '../../ledger-errors.ts';
import { printResult } from '../../output.ts';
import { startProgress } from '../../progress.ts';
import { openRowsFile } from '../../rows-file.ts';

const WORKERS = 32;

/** `credentials load`: fills the table of legacy passwords from an export. */
export const command = defineCommand({
  operands: [
    {
      name: 'people.csv',
      description: 'CSV with columns login and hash, and perhaps salt, format, oktaId, wave',
    },
  ],
  options: {
    outputs: outputsOption,
    format: {
      type: 'string',
      placeholder: 'name',
      default: AUTO,
      description: `the format of the hashes, where they do not say it themselves: a name (credentials verify --help lists them), or ${DIGEST_FORMATS.join(', ')}`,
    },
    'hash-settings': {
      type: 'string',
      placeholder: 'file',
      description:
        'JSON of what the application keeps apart from its hashes: {"firebase":{…},"spring":{"secret":"…"}}',
    },
    'from-row': {
      type: 'string',
      placeholder: 'n',
      default: '1',
      description: 'go on at this line of the file; --out is appended to',
    },
    out: { type: 'string', placeholder: 'file', description: 'write a line of JSON for every row' },
    'dry-run': { type: 'boolean', default: false, description: 'read and judge every row, write nothing' },
  },
  examples: [
    'credentials load people.csv --dry-run --out judged.ndjson',
    'credentials load people.csv --format joomla --out loaded.ndjson',
    'credentials load people.csv --format digest:sha256,salt=after --outputs .local/outputs.json',
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const from = numberOf(values['from-row']);
    const schemes = await schemesOf(values['hash-settings'], io);
    requireFormat(values.format, schemes);
    const table = values['dry-run'] ? undefined : credentialTableOf(await readDeployment(values.outputs, io));
    try {
      const options = {
        format: values.format,
        schemes,
        ...(table && { writer: createCredentialWriter(table) }),
      };
      const counts = await load(file, { ...options, from, out: values.out, where: table?.table }, io);
      printResult(io, values.json, { ...counts, dryRun: !table }, () => describeCounts(counts, !table, io));
      return needsPerson(counts) > 0 ? EXIT.review : EXIT.done;
    } finally {
      table?.client.destroy();
    }
  },
});

function numberOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError('--from-row must be a whole number');
}

async function schemesOf(file: string | undefined, io: Io): Promise<readonly HashScheme[]> {
  if (file === undefined) return registered;
  try {
    return configuredSchemes(parseObject(await readInput(file, io), file));
  } catch (error) {
    if (error instanceof ConfigurationError) throw new CommandError(error.message, { where: file });
    throw error;
  }
}

function requireFormat(format: string, schemes: readonly HashScheme[]): void {
  if (format === AUTO || findScheme(format, schemes)) return;
  const guess = closest(format, [AUTO, ...schemes.map(({ name }) => name)]);
  const next = guess
    ? `did you mean "${guess}"?`
    : 'npm run hooks -- credentials load --help shows how to write one';
  throw new UsageError('there is no such --format', { next });
}

type Run = Omit<LoadOptions, 'survey' | 'workers' | 'signal'> & {
  readonly from: number;
  readonly out: string | undefined;
  readonly where: string | undefined;
};

async function load(name: string, { from, out, where, ...options }: Run, io: Io): Promise<LoadCounts> {
  const survey = await surveyRows(readCredentialRows(name, io), io.signal).catch(stoppedEarly(io));
  const rows = startingAt(from, readCredentialRows(name, io));
  const work = loadCredentials(rows, { ...options, survey, workers: WORKERS, signal: io.signal });
  const file = openRowsFile(out, io, { append: from > 1 });
  const progress = startProgress(io, options.writer ? 'loading' : 'judging', survey.rows);
  let counts = NO_ROWS;
  let next = from;
  try {
    for await (const row of work) {
      await file.write(row);
      counts = countRow(counts, row);
      next = row.row + 1;
      progress.advance();
    }
    return counts;
  } catch (error) {
    throw interrupted(error, { next, where }, io);
  } finally {
    progress.end();
    await file.close();
  }
}

async function* startingAt(from: number, rows: AsyncIterable<CredentialRow>): AsyncGenerator<CredentialRow> {
  for await (const row of rows) if (row.row >= from) yield row;
}

const stoppedEarly =
  (io: Io) =>
  (error: unknown): never => {
    if (!io.signal.aborted) throw error;
    throw new CommandError('stopped; nothing was written', { next: 'the same command begins again' });
  };

/** What to tell people when loading ended before the file did. */
function interrupted(
  error: unknown,
  { next, where }: { readonly next: LoadedRow['row']; readonly where: string | undefined },
  io: Io,
): unknown {
  const goOn = `the same command with --from-row ${next} goes on`;
  if (io.signal.aborted) return new CommandError('stopped; what was loaded stays', { next: goOn });
  if (!(error instanceof CredentialTableUnavailable)) return error;
  const problem = tableProblem(error.reason);
  return new CommandError(`the credential table ${problem.what}`, {
    ...(where !== undefined && { where }),
    next: `${problem.next}; ${goOn}`,
  });
}
