import { foldLogin } from '../../lambda/logins/fold.ts';
import type { Owner, SeedableLedger } from '../../lambda/logins/ledger.ts';
import { NumberMarks } from './number-marks.ts';
import type { OktaUser, OktaUserRow } from './okta-users.ts';

/** The owner of a login that somebody in Okta had before the ledger was there. */
const seededOwner = ({ id }: OktaUser): Owner => ({ appId: 'okta', person: id });

/** What became of one row. */
export type SeededRow =
  | { readonly row: number; readonly id: string; readonly outcome: 'claimed' | 'promised to another' }
  | { readonly row: number; readonly outcome: 'bad row'; readonly problem: string };

/** How a seeding is done. */
export interface SeedOptions {
  /** Absent: a dry run, which reads and counts and writes nothing. */
  readonly ledger?: SeedableLedger;
  /** The first number the rules give out. */
  readonly from: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Requests under way at once. */
  readonly workers: number;
  /** Stops between two rows. */
  readonly signal: AbortSignal;
}

/** How many counters were set, once all rows are through. */
export interface SeededMarks {
  readonly marks: number;
}

/**
 * Claims the logins of people whom Okta has already, and sets the counters of numbered logins behind them.
 * Claims of the service itself are never touched, so that it can run at any time, be stopped and be repeated:
 * yields the rows in order, returns the number of counters.
 *
 * @throws LedgerUnavailable when the table cannot be written; what was written stays
 */
export async function* seedLedger(
  rows: AsyncIterable<OktaUserRow>,
  options: SeedOptions,
): AsyncGenerator<SeededRow, SeededMarks> {
  const marks = new NumberMarks(options.from);
  const underWay: Promise<SeededRow>[] = [];
  for await (const row of rows) {
    options.signal.throwIfAborted();
    if ('user' in row) marks.add(row.user.login);
    const seeding = seedRow(row, options);
    // When reading stops for another reason, nobody waits for it any more.
    seeding.catch(() => undefined);
    underWay.push(seeding);
    if (underWay.length >= options.workers) yield* settled(underWay.splice(0));
  }
  yield* settled(underWay);
  return { marks: await raise(marks, options) };
}

async function* settled(rows: readonly Promise<SeededRow>[]): AsyncGenerator<SeededRow> {
  yield* await Promise.all(rows);
}

async function seedRow(row: OktaUserRow, { ledger, now, signal }: SeedOptions): Promise<SeededRow> {
  if ('problem' in row) return { row: row.row, outcome: 'bad row', problem: row.problem };
  const { id, login } = row.user;
  const request = { owner: seededOwner(row.user), jobId: 'seed', claimedAt: now };
  const claimed = !ledger || (await ledger.claim(foldLogin(login), request, signal));
  return { row: row.row, id, outcome: claimed ? 'claimed' : 'promised to another' };
}

async function raise(marks: NumberMarks, { ledger, workers, signal }: SeedOptions): Promise<number> {
  let raised = 0;
  let batch: Promise<void>[] = [];
  for (const { base, next } of marks.marks()) {
    raised += 1;
    if (ledger) batch.push(ledger.raiseNumber(base, next, signal));
    if (batch.length < workers) continue;
    await Promise.all(batch);
    batch = [];
  }
  await Promise.all(batch);
  return raised;
}
