import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import type { SeedableLedger } from '../../../lambda/logins/ledger.ts';
import type { OktaUserRow } from '../../../rehearsal/directory/okta-users.ts';
import { type SeededRow, seedLedger } from '../../../rehearsal/directory/seed-ledger.ts';
import { CommandError, defineCommand, EXIT, type Io } from '../../command.ts';
import { loginTableOf, outputsOption, readDeployment } from '../../deployment.ts';
import { type NamedFile, requireSeparateFiles } from '../../inputs-and-outputs.ts';
import { askingLedger } from '../../ledger-errors.ts';
import { askingOkta } from '../../okta.ts';
import { DIRECTORY_SCOPES, orgPeople, orgPeopleOptions } from '../../org-people.ts';
import { formatTable, printResult } from '../../output.ts';
import { startProgress } from '../../progress.ts';
import { openRowsFile } from '../../rows-file.ts';
import { wholeOption } from '../../whole-option.ts';

const WORKERS = 32;
/** Rules take no higher one. */
const MOST_NUMBER = 999_999_999;

/** `ledger seed`: claims what people have already, before the service promises anything. */
export const command = defineCommand({
  operands: [],
  options: {
    outputs: outputsOption,
    ...orgPeopleOptions,
    from: {
      type: 'string',
      placeholder: 'n',
      default: '2',
      description: 'the first number the rules give out',
    },
    out: { type: 'string', placeholder: 'file', description: 'write a line of JSON for every row' },
    'dry-run': { type: 'boolean', default: false, description: 'read and count, write nothing' },
  },
  examples: [
    'ledger seed --directory okta-users.csv --dry-run',
    'ledger seed --directory okta-users.csv --out seeded.ndjson',
    'ledger seed --from-okta --outputs .local/outputs.json',
  ],
  run: async ({ values }, io) => {
    const from = wholeOption('from', values.from, { least: 0, most: MOST_NUMBER });
    const inputs: readonly NamedFile[] = [
      ['the file of --directory', values.directory],
      ['the file of --outputs', values.outputs],
    ];
    requireSeparateFiles({ inputs, outputs: [['--out', values.out]] }, io);
    const rows = await orgPeople(values, io);
    const table = values['dry-run'] ? undefined : loginTableOf(await readDeployment(values.outputs, io));
    const ledger = table && createDynamoLedger(table);
    try {
      const counts = await askingOkta(DIRECTORY_SCOPES, () =>
        askingLedger(table?.table ?? '', () =>
          seed(rows, { from, ...(ledger && { ledger }), out: values.out }, io),
        ),
      );
      printResult(io, values.json, { ...counts, dryRun: !table }, () => describe(counts, io));
      return counts.badRows > 0 ? EXIT.review : EXIT.done;
    } finally {
      table?.client.destroy();
    }
  },
});

interface Counts {
  readonly claimed: number;
  readonly promisedToAnother: number;
  readonly badRows: number;
  readonly counters: number;
}

async function seed(
  rows: AsyncIterable<OktaUserRow>,
  {
    out,
    ...options
  }: { readonly from: number; readonly ledger?: SeedableLedger; readonly out: string | undefined },
  io: Io,
): Promise<Counts> {
  const work = seedLedger(rows, { ...options, now: Date.now(), workers: WORKERS, signal: io.signal });
  const file = await openRowsFile(out, io);
  const progress = startProgress(io, 'seeding');
  const tally: Record<SeededRow['outcome'], number> = { claimed: 0, 'promised to another': 0, 'bad row': 0 };
  try {
    for (let step = await work.next(); ; step = await work.next()) {
      if (step.done) return countsOf(tally, step.value.marks);
      tally[step.value.outcome] += 1;
      await file.write(step.value);
      progress.advance();
    }
  } catch (error) {
    if (!io.signal.aborted) throw error;
    throw new CommandError('stopped; the logins that were claimed stay claimed', {
      next: 'the same command goes on',
    });
  } finally {
    progress.end();
    await file.close();
  }
}

const countsOf = (tally: Readonly<Record<SeededRow['outcome'], number>>, counters: number): Counts => ({
  claimed: tally.claimed,
  promisedToAnother: tally['promised to another'],
  badRows: tally['bad row'],
  counters,
});

function describe({ claimed, promisedToAnother, badRows, counters }: Counts, io: Io): string {
  const number = (count: number) => count.toLocaleString('en');
  return formatTable(
    io,
    ['ledger seed', 'people'],
    [
      ['logins claimed for the people who have them', number(claimed)],
      ["left: the ledger says they are somebody else's", number(promisedToAnother)],
      ['bad rows (see --out for the reasons)', number(badRows)],
      ['counters set behind numbered logins', number(counters)],
    ],
  );
}
