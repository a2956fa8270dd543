import { CommandError, defineCommand, EXIT, type Io } from '../../command.ts';
import { formatOptions, formatsHelp, readSchemes, requireFormat } from '../../credentials/formats.ts';
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
import { type RunFiles, requireSeparateFiles } from '../../inputs-and-outputs.ts';
import { tableProblem } from '../../ledger-errors.ts';
import { leftOutBy } from '../../migration/left-out-by-plan.ts';
import { readPlan } from '../../migration/plan-file.ts';
import { printResult } from '../../output.ts';
import { startProgress } from '../../progress.ts';
import { openRowsFile } from '../../rows-file.ts';
import { wholeOption } from '../../whole-option.ts';

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
    ...formatOptions,
    plan: {
      type: 'string',
      placeholder: 'file',
      description: 'the file of migrate plan: load only the hashes that it leaves to the password hook',
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
    'credentials load people.csv --plan people.plan.ndjson --out loaded.ndjson',
    'credentials load people.csv --dry-run --out judged.ndjson',
    'credentials load people.csv --format joomla --out loaded.ndjson',
    'credentials load people.csv --format digest:sha256,salt=after --outputs .local/outputs.json',
  ],
  sections: formatsHelp,
  run: async ({ values, operands: [file = ''] }, io) => {
    requireSeparateFiles(filesOf(file, values), io);
    const from = wholeOption('from-row', values['from-row']);
    const schemes = await readSchemes(values['hash-settings'], io);
    requireFormat(values.format, schemes);
    const plan = values.plan === undefined ? undefined : await readPlan(values.plan, io);
    const leaveOut = plan && (await leftOutBy(plan, io.signal).catch(stoppedEarly(io)));
    const table = values['dry-run'] ? undefined : credentialTableOf(await readDeployment(values.outputs, io));
    try {
      const options = {
        format: values.format,
        schemes,
        ...(leaveOut && { leaveOut }),
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

interface FileValues {
  readonly plan?: string;
  readonly 'hash-settings'?: string;
  readonly outputs: string;
  readonly out?: string;
}

const filesOf = (file: string, values: FileValues): RunFiles => ({
  inputs: [
    ['the export itself', file],
    ['the file of --plan', values.plan],
    ['the file of --hash-settings', values['hash-settings']],
    ['the file of --outputs', values.outputs],
  ],
  outputs: [['--out', values.out]],
});

type Run = Omit<LoadOptions, 'survey' | 'workers' | 'signal'> & {
  readonly from: number;
  readonly out: string | undefined;
  readonly where: string | undefined;
};

async function load(name: string, { from, out, where, ...options }: Run, io: Io): Promise<LoadCounts> {
  const survey = await surveyRows(readCredentialRows(name, io), io.signal).catch(stoppedEarly(io));
  const rows = startingAt(from, readCredentialRows(name, io));
  const work = loadCredentials(rows, { ...options, survey, workers: WORKERS, signal: io.signal });
  const file = await openRowsFile(out, io, { append: from > 1 });
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
