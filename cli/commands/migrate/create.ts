import { defineCommand, EXIT, type Io, type Options } from '../../command.ts';
import { commandLine, describeNext, givenOptions } from '../../command-line.ts';
import { confirm } from '../../confirm.ts';
import { outputsOption, readDeployment } from '../../deployment.ts';
import { replaceable } from '../../inputs-and-outputs.ts';
import { interrupted } from '../../migration/create/interrupted.ts';
import { type CreationWork, type Prepared, prepareCreation } from '../../migration/create/prepare.ts';
import { writeResults } from '../../migration/create/results.ts';
import { createPrepared } from '../../migration/create/run.ts';
import { requireWaves } from '../../migration/create/selection.ts';
import {
  type CreateCounts,
  countCreated,
  describeCounts,
  describeSurvey,
} from '../../migration/create/show.ts';
import {
  type CreatedPerson,
  type CreationLedger,
  openCreationLedger,
  readCreated,
} from '../../migration/created.ts';
import { type Plan, readPlan } from '../../migration/plan-file.ts';
import {
  type OpenProgramme,
  type ProgrammeFiles,
  programmeFiles,
  requireOtherFiles,
} from '../../migration/programme-files.ts';
import { shareOf, shareOption } from '../../migration/share-option.ts';
import { oktaOf } from '../../okta.ts';
import { printResult } from '../../output.ts';
import { wholeOption } from '../../whole-option.ts';

const MOST_WORKERS = 75;

const options = {
  outputs: outputsOption,
  'no-table': {
    type: 'boolean',
    default: false,
    description: 'passwords are checked elsewhere: write nothing to the table of legacy passwords',
  },
  wave: {
    type: 'string',
    multiple: true,
    placeholder: 'name',
    description: 'this wave only; may be repeated',
  },
  limit: { type: 'string', placeholder: 'n', description: 'at most so many people, for a first try' },
  'retry-failed': { type: 'boolean', default: false, description: 'try those again whom Okta has refused' },
  'create-groups': { type: 'boolean', default: false, description: 'create groups that are not in Okta' },
  out: {
    type: 'string',
    placeholder: 'file',
    description: "CSV with a row a person and Okta's words (default: beside the plan, .results.csv)",
  },
  workers: {
    type: 'string',
    placeholder: 'n',
    default: '12',
    description: `people at once, up to ${MOST_WORKERS}`,
  },
  share: shareOption('0.98'),
  'dry-run': { type: 'boolean', default: false, description: 'show what would be asked, create nobody' },
  yes: { type: 'boolean', default: false, description: 'do not ask' },
} as const satisfies Options;

/** `migrate create`: creates the people of a plan in Okta, each exactly once, however often it is stopped. */
export const command = defineCommand({
  operands: [{ name: 'plan', description: 'the file that migrate plan has written' }],
  options,
  examples: [
    'migrate create users.plan.ndjson --dry-run',
    'migrate create users.plan.ndjson --limit 5',
    'migrate create users.plan.ndjson --wave 1 --yes',
  ],
  sections: [
    {
      title: 'Stopped on the way?',
      rows: [
        ['the same command', 'goes on: the journal beside the plan (.created.ndjson) knows who is where'],
      ],
    },
  ],
  run: async ({ values, operands: [file = ''] }, io) => {
    const selection = {
      waves: values.wave ?? [],
      limit: values.limit === undefined ? Number.POSITIVE_INFINITY : wholeOption('limit', values.limit),
      retryFailed: values['retry-failed'],
    };
    const workers = wholeOption('workers', values.workers, { most: MOST_WORKERS });
    const share = shareOf(values.share);
    const plan = await readPlan(file, io);
    requireWaves(plan, selection.waves);
    const files = programmeFiles(file);
    const results = await resultsFile({ plan, files, deployment: values.outputs }, values.out, io);
    const deployment = await readDeployment(values.outputs, io);
    const owner = { plan: plan.digest, org: (await oktaOf(deployment, io, [])).baseUrl };
    const next = nextLines(plan, file, values);
    const work = {
      ...{ plan, selection, deployment, workers, share },
      createGroups: values['create-groups'],
      withTable: !values['no-table'],
    };
    if (values['dry-run'])
      return showOnly(work, await readCreated(files.created, io, owner), { ...values, next }, io);
    const ledger = await openCreationLedger(files.created, owner, io);
    try {
      const prepared = await prepareCreation(work, ledger.states, io).catch((error: unknown) => {
        if (!io.signal.aborted) throw error;
        showEarlyEnd(work, { states: ledger.states, json: values.json, results: undefined }, io);
        throw interrupted(error, deployment, io);
      });
      if (!values.json) io.stdout.write(`${describeSurvey(prepared.survey, prepared.newGroups, io)}\n`);
      if (!values.yes && prepared.survey.people > 0)
        await confirm(`Create ${prepared.survey.people.toLocaleString('en')} people`, io);
      return await carryOut(work, { prepared, ledger, json: values.json, results, next }, io);
    } finally {
      await ledger.close();
    }
  },
});

/**
 * The file of the results, which `--out` may name as it is named anyway. What cannot be written in the end need not be begun.
 *
 * @throws CommandError
 */
async function resultsFile(
  { files, ...programme }: OpenProgramme & { readonly files: ProgrammeFiles },
  out: string | undefined,
  io: Io,
): Promise<string> {
  const { results, ...others } = files;
  const kept = out === undefined ? files : others;
  await requireOtherFiles({ ...programme, files: kept }, { '--out': out }, io);
  replaceable(out ?? results, io);
  return out ?? results;
}

interface Next {
  /** What does what a dry run has shown. */
  readonly again: string;
  /** What follows a run: the rest of the people, links for those without a password, and where everybody stands. */
  after(counts: CreateCounts): readonly string[];
}

function nextLines(
  { header }: Plan,
  file: string,
  values: Readonly<Record<string, unknown>> & { readonly outputs: string },
): Next {
  const line = (verb: string, words: readonly string[]) =>
    commandLine(['migrate', verb, file, ...words], values.outputs);
  const given = (...except: readonly string[]) =>
    givenOptions(values, options, ['outputs', 'dry-run', 'yes', ...except]);
  return {
    again: line('create', given()),
    after: ({ left }) => [
      ...(left > 0 ? [line('create', given('wave', 'limit', 'retry-failed'))] : []),
      ...(header.counts.ways.reset > 0 ? [line('finish', ['--way', 'reset'])] : []),
      line('status', values['no-table'] ? ['--no-table'] : []),
    ],
  };
}

/** A dry run: asks Okta for what it needs to know, and changes nothing. */
async function showOnly(
  work: CreationWork,
  states: ReadonlyMap<number, CreatedPerson>,
  { json, next }: Pick<Run, 'json' | 'next'>,
  io: Io,
) {
  const { survey, newGroups } = await prepareCreation(work, states, io).catch((error: unknown) => {
    throw io.signal.aborted ? interrupted(error, work.deployment, io) : error;
  });
  const counts = countCreated(work.plan.header, states);
  printResult(io, json, { dryRun: true, ...counts, toCreate: survey.people, newGroups }, () =>
    [describeSurvey(survey, newGroups, io), 'Nobody was created.\n', describeNext([next.again], io)].join(
      '\n',
    ),
  );
  return EXIT.done;
}

interface Run {
  readonly prepared: Prepared;
  readonly ledger: CreationLedger;
  readonly json: boolean;
  /** File of the results. */
  readonly results: string;
  readonly next: Next;
}

/** Whatever ends the run, the results and the figures say where everybody stands. */
async function carryOut(work: CreationWork, { prepared, ledger, json, results, next }: Run, io: Io) {
  const write = () => writeResults(results, { plan: work.plan, states: ledger.states }, io);
  try {
    await createPrepared(work, { prepared, ledger }, io);
  } catch (error) {
    // what ended the run is more than results that cannot be written either
    const written = await write().then(
      () => results,
      () => undefined,
    );
    showEarlyEnd(work, { states: ledger.states, json, results: written }, io);
    throw interrupted(error, work.deployment, io);
  }
  await write();
  const counts = countCreated(work.plan.header, ledger.states);
  printResult(io, json, { dryRun: false, stopped: false, ...counts, results }, () =>
    [describeCounts(counts, results, io), '', describeNext(next.after(counts), io)].join('\n'),
  );
  return counts.failed > 0 ? EXIT.review : EXIT.done;
}

interface EarlyEnd extends Pick<Run, 'json'> {
  readonly states: ReadonlyMap<number, CreatedPerson>;
  /** File of the results; undefined: none were written. */
  readonly results: string | undefined;
}

/** How far a run came that did not come to its end. */
function showEarlyEnd(work: CreationWork, { states, json, results }: EarlyEnd, io: Io): void {
  const counts = countCreated(work.plan.header, states);
  const figures = { dryRun: false, stopped: true, ...counts, ...(results !== undefined && { results }) };
  printResult(io, json, figures, () => describeCounts(counts, results, io));
}
