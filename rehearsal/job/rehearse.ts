import { randomBytes } from 'node:crypto';
import type { Org } from '../org/org.ts';
import type { ImportHook } from './import-hook.ts';
import { type ImportSettings, standardSettings } from './import-settings.ts';
import type { PersonRow } from './people.ts';
import type { RehearsedRow } from './rehearsed-row.ts';
import { RowRehearsal } from './row-rehearsal.ts';

/** What a rehearsal needs. */
export interface RehearsalOptions {
  /** The people of the import, from `readPeople`. */
  readonly people: AsyncIterable<PersonRow>;
  /** The directory they are imported into; it is read and never changed. */
  readonly org: Org;
  /** Who is asked about each person: `inProcessHook` or `httpsHook`. */
  readonly hook: ImportHook;
  /** Mapping and matching, as the app is set up in Okta. @default `standardSettings` */
  readonly settings?: ImportSettings;
  /** What Okta does with a person when the hook answers with an error; it does not say. @default create */
  readonly onError?: 'create' | 'skip';
  /** Hook calls under way at once; with one, everything happens in the order of the file. @default 1 */
  readonly workers?: number;
  /** Stop at the first row about which the hook cannot even be asked. @default false */
  readonly strict?: boolean;
  /** Stops between two rows. */
  readonly signal: AbortSignal;
}

/** What a whole rehearsal was. */
export interface RehearsalSummary {
  readonly rows: number;
  readonly milliseconds: number;
}

/**
 * Plays an import: maps and matches each person, asks the hook, and carries its answer out by Okta's rules, on
 * what the job has done so far and nothing else. Yields exactly one result a row, in the order of the file;
 * returns how many there were.
 *
 * What Okta reports of matches and conflicts is the directory as it was before the job, so that two people of one
 * name both arrive without a conflict; the login ledger is there for them.
 *
 * @throws RowUnusable when `strict`, after the rows before it
 * @throws TableUnusable when the file is no import
 * @throws the reason of the signal when that aborts
 */
export async function* rehearse(options: RehearsalOptions): AsyncGenerator<RehearsedRow, RehearsalSummary> {
  const { people, settings = standardSettings, onError = 'create', workers = 1, strict = false } = options;
  const { org, hook, signal } = options;
  const job = { id: newJobId(), settings };
  const rehearsal = new RowRehearsal({ org, hook, job, onError, strict, signal });
  const startedAt = performance.now();
  const underWay: Promise<RehearsedRow>[] = [];
  let rows = 0;
  try {
    for await (const row of people) {
      signal.throwIfAborted();
      rows += 1;
      const playing = rehearsal.play(row);
      // What goes wrong is thrown when its turn comes, which may be later.
      playing.catch(() => undefined);
      underWay.push(playing);
      for (const oldest of underWay.splice(0, underWay.length - workers + 1)) yield await oldest;
    }
    for (const oldest of underWay) yield await oldest;
  } finally {
    await Promise.allSettled(underWay);
  }
  return { rows, milliseconds: performance.now() - startedAt };
}

/** Twenty characters, as Okta's; a service keeps the claims of one rehearsal apart from those of the next. */
const newJobId = () => `ijr${randomBytes(9).toString('hex').slice(0, 17)}`;
