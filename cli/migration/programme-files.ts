import path from 'node:path';
import { type Io, UsageError } from '../command.ts';

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

/** What a programme cannot go on without, or believes. */
const KEPT = ['plan', 'created', 'finished', 'people'] as const;

/**
 * Refuses to write a result over the programme's own memory.
 *
 * @param outputs file names by option, such as `--out`
 * @throws UsageError
 */
export function requireOtherFiles(
  files: ProgrammeFiles,
  outputs: Readonly<Record<string, string | undefined>>,
  { cwd }: Pick<Io, 'cwd'>,
): void {
  const kept = new Set(KEPT.map((name) => path.resolve(cwd, files[name])));
  for (const [option, file] of Object.entries(outputs)) {
    if (file !== undefined && kept.has(path.resolve(cwd, file)))
      throw new UsageError(`${option} names a file of the programme itself`);
  }
}

/** The plan's name where none is given: the export's in the working directory, `users.csv` → `users.plan.ndjson`. */
export const planNameOf = (csv: string): string =>
  `${path.basename(csv).replace(/\.(csv|tsv|txt)$/i, '')}.plan.ndjson`;
