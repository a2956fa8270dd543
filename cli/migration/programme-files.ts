import path from 'node:path';
import type { Io } from '../command.ts';
import { isFile, type NamedFile, overwriting, requireSeparateFiles } from '../inputs-and-outputs.ts';
import { digestOf } from './digest.ts';
import type { Plan } from './plan-file.ts';

/** Where the files of one migration programme lie: beside each other, named after the plan. Absolute or as given. */
export interface ProgrammeFiles {
  /** Who is created, and how; written by `migrate plan`. */
  readonly plan: string;
  /** What `migrate create` has done; a journal. */
  readonly created: string;
  /** The same for people to read: CSV, a row a person. */
  readonly results: string;
  /** What `migrate finish` has done; a journal. */
  readonly finished: string;
  /** The people of the org as they were last asked for; a cache. */
  readonly people: string;
  /** The final sheet, written by `migrate finish` when nobody is left. */
  readonly final: string;
}

/** `users.plan.ndjson` → `users.created.ndjson` and so on, in the same folder; another name is kept whole before that. */
export function programmeFiles(plan: string): ProgrammeFiles {
  const stem = plan.replace(/(\.plan)?\.ndjson$/i, '');
  return {
    plan,
    created: `${stem}.created.ndjson`,
    results: `${stem}.results.csv`,
    finished: `${stem}.finished.ndjson`,
    people: `${stem}.people.ndjson`,
    final: `${stem}.final.json`,
  };
}

/** What each of them is to people. */
const KEPT: Readonly<Record<keyof ProgrammeFiles, string>> = {
  plan: 'the plan',
  created: 'the journal of migrate create',
  results: 'the results of migrate create',
  finished: 'the journal of migrate finish',
  people: "the programme's list of Okta's people",
  final: 'the final sheet',
};

/** The files of a programme, one by one, with what they are. */
export const namedFiles = (files: Partial<ProgrammeFiles>): readonly NamedFile[] =>
  Object.entries(KEPT).map(([name, what]) => [what, files[name as keyof ProgrammeFiles]]);

/** A programme as a command goes on with it. */
export interface OpenProgramme {
  /** Those that the command has to leave where they are. */
  readonly files: Pick<ProgrammeFiles, 'plan'> & Partial<ProgrammeFiles>;
  readonly plan: Plan;
  /** File of the deployment's outputs. */
  readonly deployment: string;
}

/**
 * Refuses to write a result over anything the programme lives on: its own files, the outputs of the deployment, and the
 * export with its hashes, which is known by its name and by its content.
 *
 * @param outputs file names by option, such as `--out`
 * @throws UsageError
 */
export async function requireOtherFiles(
  { files, plan, deployment }: OpenProgramme,
  outputs: Readonly<Record<string, string | undefined>>,
  io: Pick<Io, 'cwd' | 'env'>,
): Promise<void> {
  const { source, sourceDigest } = plan.header;
  const given = Object.entries(outputs);
  const inputs: readonly NamedFile[] = [
    ['the export itself', source],
    ['the export itself', path.join(path.dirname(files.plan), source)],
    ['the outputs of the deployment', deployment],
  ];
  requireSeparateFiles({ inputs, outputs: [...namedFiles(files), ...given] }, io);
  for (const [option, file] of given) {
    if (file === undefined || !isFile(file, io)) continue;
    const digest = await digestOf(file, io).catch(() => undefined);
    if (digest === sourceDigest) throw overwriting(option, 'the export itself', file);
  }
}

/** The plan's name where none is given: the export's in the working directory, `users.csv` → `users.plan.ndjson`. */
export const planNameOf = (csv: string): string =>
  `${path.basename(csv).replace(/\.(csv|tsv|txt)$/i, '')}.plan.ndjson`;
