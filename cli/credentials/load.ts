import { foldLogin } from '../../lambda/logins/fold.ts';
import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import type { WritableCredential } from '../../lambda/passwords/credentials/record.ts';
import { LIMITS } from '../../lambda/passwords/hashes/limits.ts';
import type { HashScheme, HashUndecidable } from '../../lambda/passwords/hashes/scheme.ts';
import { type Judgement, judgeHash } from './judge.ts';
import { type CredentialRow, type LegacyRow, NO_HASH } from './rows.ts';
import { type Survey, shortNameOf } from './survey.ts';
import type { CredentialWriter } from './table.ts';

/** Why somebody's hash is not loaded although there is one: the plan does not leave the person to the password hook. */
export type LeftOut =
  /** Okta takes the hash itself. */
  | 'left to Okta'
  /** The person chooses a new password by a link. */
  | 'left to a link'
  | 'refused by the plan'
  /** Nobody has planned for the login: somebody has to look why. */
  | 'not in the plan';

/** Says of a login whether its hash is left out; undefined: it is loaded. */
export type LeaveOut = (login: string) => LeftOut | undefined;

/** What became of one row. */
export interface LoadedRow {
  readonly row: number;
  readonly outcome:
    | 'loaded'
    /** The table had another hash, wave or id for this person. */
    | 'updated'
    | 'unchanged'
    /** Okta has the password already: the record was left alone. */
    | 'migrated before'
    /** `migrate finish` gave the person a link to choose a password: the record was left alone. */
    | 'ended before'
    /** Kept all the same: the hook then says that it cannot tell, and not that the password is wrong. */
    | 'cannot be verified'
    /** Nothing was written, and somebody has to look at the row. */
    | 'duplicate login'
    /** The table has somebody else under this login, as letters such as ø and o are told apart by Okta and not there. */
    | 'look-alike'
    | 'bad row'
    /** There is nothing to load: the person chooses a new password, or another source checks it. */
    | 'no hash'
    | LeftOut;
  /** Why a row is bad or its hash cannot be verified. */
  readonly reason?: string;
  readonly oktaId?: string;
  readonly format?: string;
  /** The algorithm under which Okta itself takes the hash: this person needs no hook. */
  readonly okta?: string;
  /** The first row with the same login. */
  readonly firstRow?: number;
  /** Several people have this short name: nobody can sign in with it. */
  readonly shortName?: 'ambiguous';
  readonly disabled?: true;
}

/** How a file is loaded. */
export interface LoadOptions {
  readonly survey: Survey;
  readonly schemes: readonly HashScheme[];
  /** The format of rows that name none. */
  readonly format: string;
  /** Absent: a dry run, which writes nothing and says what would be loaded into an empty table. */
  readonly writer?: CredentialWriter;
  /** Absent: everybody's hash is loaded. */
  readonly leaveOut?: LeaveOut;
  /** Rows that are written at once. */
  readonly workers: number;
  /** Stops between two rows. */
  readonly signal: AbortSignal;
}

/**
 * Loads the people of a legacy system and yields what became of each, in order. A row that was yielded is written; one
 * that was not may be, and writing it again changes nothing: so it can stop anywhere, and go on at the row after.
 *
 * @throws CredentialTableUnavailable
 */
export async function* loadCredentials(
  rows: AsyncIterable<CredentialRow>,
  options: LoadOptions,
): AsyncGenerator<LoadedRow> {
  let underWay: Promise<LoadedRow>[] = [];
  for await (const row of rows) {
    options.signal.throwIfAborted();
    const work = loadRow(row, options);
    // stopping leaves it unawaited: that it failed then concerns nobody
    work.catch(() => undefined);
    underWay.push(work);
    if (underWay.length < options.workers) continue;
    yield* await Promise.all(underWay);
    underWay = [];
  }
  yield* await Promise.all(underWay);
}

async function loadRow(row: CredentialRow, options: LoadOptions): Promise<LoadedRow> {
  if ('problem' in row && row.problem === NO_HASH) return { row: row.row, outcome: NO_HASH };
  if ('problem' in row) return { row: row.row, outcome: 'bad row', reason: row.problem };
  const { person } = row;
  const leftOut = options.leaveOut?.(person.login);
  if (leftOut !== undefined) return { row: row.row, outcome: leftOut };
  const fold = foldLogin(person.login);
  const format = person.format ?? options.format;
  const judgement = judgeHash({ ...person, format }, options.schemes);
  const known = {
    row: row.row,
    ...(person.oktaId !== undefined && { oktaId: person.oktaId }),
    ...(judgement?.format !== undefined && { format: judgement.format }),
    ...(judgement?.okta && { okta: judgement.okta.algorithm }),
    ...(!judgement && { disabled: true as const }),
  };
  const firstRow = options.survey.firstOf(fold);
  if (firstRow !== undefined) return { ...known, outcome: 'duplicate login', firstRow };
  const isNamed = await nameShortly(fold, options);
  const outcome = (await options.writer?.keep(fold, recordOf(person, judgement), options.signal)) ?? 'loaded';
  const named = { ...known, ...(!isNamed && { shortName: 'ambiguous' as const }) };
  const reason = judgement && whyNot(judgement);
  if (reason === undefined || NOT_KEPT.has(outcome)) return { ...named, outcome };
  return { ...named, outcome: 'cannot be verified', reason };
}

/** Why the hook cannot verify a hash; undefined: it can. */
function whyNot({ problem, needsSettings }: Judgement): string | undefined {
  if (problem !== undefined) return REASONS[problem];
  return needsSettings && 'the hook has no settings of the application, so it cannot check this hash';
}

const NOT_KEPT: ReadonlySet<LoadedRow['outcome']> = new Set([
  'migrated before',
  'ended before',
  'look-alike',
]);

/** First of all: a crash in between leaves a name that leads nowhere, never one that leads to the wrong person. */
async function nameShortly(fold: string, { survey, writer, signal }: LoadOptions): Promise<boolean> {
  const shortName = shortNameOf(fold);
  if (shortName === undefined) return true;
  if (!survey.isAmbiguous(shortName)) return (await writer?.name(shortName, fold, signal)) ?? true;
  await writer?.share(shortName, signal);
  return false;
}

function recordOf(
  { login, hash, salt, oktaId, wave }: LegacyRow,
  judgement: Judgement | undefined,
): WritableCredential {
  return {
    ...(judgement && {
      stored: {
        hash: storable(hash),
        // the hook would read it without the settings, and call every password wrong
        format: judgement.needsSettings ? UNKNOWN : (judgement.format ?? UNKNOWN),
        ...(salt !== undefined && { salt }),
      },
    }),
    state: judgement ? 'waiting' : 'disabled',
    login: oktaLoginKey(login),
    ...(oktaId !== undefined && { oktaId }),
    ...(wave !== undefined && { wave }),
  };
}

/** What no scheme reads may be longer than a record; it stays something that no scheme reads. */
const storable = (hash: string) => hash.slice(0, LIMITS.hashCharacters + 1);

/** No scheme has this name. */
const UNKNOWN = 'unknown';

const REASONS: Readonly<Record<HashUndecidable['reason'], string>> = {
  'malformed hash': 'the hash is not what its format says',
  'unsupported hash': 'nothing here computes this format, or the hash does not say which it is (--format)',
  'over the work limit': 'checking it would take longer than Okta waits',
};
