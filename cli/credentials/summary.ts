import type { Io } from '../command.ts';
import { formatTable } from '../output.ts';
import type { LoadedRow } from './load.ts';

/** What became of the rows of one run. */
export interface LoadCounts {
  readonly loaded: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly migratedBefore: number;
  /** Rows of people to whom `migrate finish` gave a link to choose a password. */
  readonly endedBefore: number;
  readonly cannotBeVerified: number;
  readonly duplicateLogins: number;
  /** Rows whose place in the table belongs to somebody with a login that looks alike. */
  readonly lookAlikes: number;
  readonly badRows: number;
  /** Rows without a hash: nothing to load. */
  readonly withoutHash: number;
  /** Rows left out because the plan gives the hash to Okta itself. */
  readonly leftToOkta: number;
  /** Rows left out because the plan gives the person a link to choose a password. */
  readonly leftToLink: number;
  /** Rows left out because the plan creates nobody for them. */
  readonly refusedByPlan: number;
  /** Rows left out because the plan has nobody with the login. */
  readonly notInPlan: number;
  /** Rows with a hash that Okta itself takes with the user, whatever else became of them. */
  readonly okta: number;
  /** Rows whose short name belongs to several people. */
  readonly ambiguousShortNames: number;
  /** Rows of disabled accounts. */
  readonly disabled: number;
}

export const NO_ROWS: LoadCounts = {
  loaded: 0,
  updated: 0,
  unchanged: 0,
  migratedBefore: 0,
  endedBefore: 0,
  cannotBeVerified: 0,
  duplicateLogins: 0,
  lookAlikes: 0,
  badRows: 0,
  withoutHash: 0,
  leftToOkta: 0,
  leftToLink: 0,
  refusedByPlan: 0,
  notInPlan: 0,
  okta: 0,
  ambiguousShortNames: 0,
  disabled: 0,
};

const COUNTED: Readonly<Record<LoadedRow['outcome'], keyof LoadCounts>> = {
  loaded: 'loaded',
  updated: 'updated',
  unchanged: 'unchanged',
  'migrated before': 'migratedBefore',
  'ended before': 'endedBefore',
  'cannot be verified': 'cannotBeVerified',
  'duplicate login': 'duplicateLogins',
  'look-alike': 'lookAlikes',
  'bad row': 'badRows',
  'no hash': 'withoutHash',
  'left to Okta': 'leftToOkta',
  'left to a link': 'leftToLink',
  'refused by the plan': 'refusedByPlan',
  'not in the plan': 'notInPlan',
};

/** The counts with one more row. */
export function countRow(counts: LoadCounts, row: LoadedRow): LoadCounts {
  const counted = COUNTED[row.outcome];
  return {
    ...counts,
    [counted]: counts[counted] + 1,
    okta: counts.okta + (row.okta === undefined ? 0 : 1),
    ambiguousShortNames: counts.ambiguousShortNames + (row.shortName === undefined ? 0 : 1),
    disabled: counts.disabled + (row.disabled ? 1 : 0),
  };
}

/** How many rows were not loaded and need somebody to look at them. */
export const needsPerson = ({
  cannotBeVerified,
  duplicateLogins,
  lookAlikes,
  badRows,
  notInPlan,
}: LoadCounts): number => cannotBeVerified + duplicateLogins + lookAlikes + badRows + notInPlan;

/** The counts as a table for people; what did not happen is left out. */
export function describeCounts(counts: LoadCounts, dryRun: boolean, io: Io): string {
  const rows: [string, number][] = [
    [dryRun ? 'would be loaded' : 'loaded', counts.loaded],
    ['loaded again with a change', counts.updated],
    ['in the table already', counts.unchanged],
    ['left alone: migrated to Okta since', counts.migratedBefore],
    ['left alone: given a link by migrate finish since', counts.endedBefore],
    ['kept, but the hash cannot be verified: their sign-ins fail', counts.cannotBeVerified],
    ['not loaded: several rows have this login', counts.duplicateLogins],
    ['not loaded: the table has somebody else, whose login looks alike', counts.lookAlikes],
    ['not loaded: bad rows', counts.badRows],
    ['nothing to load: rows without a hash', counts.withoutHash],
    ['left out: the plan gives the hash to Okta itself', counts.leftToOkta],
    ['left out: the plan gives them a link to choose a password', counts.leftToLink],
    ['left out: refused by the plan', counts.refusedByPlan],
    ['left out: not in the plan', counts.notInPlan],
    ['of all rows: Okta takes the hash itself, no hook is needed', counts.okta],
    ['of the loaded: the short name belongs to several people', counts.ambiguousShortNames],
    ['of all rows: disabled accounts, no password is right', counts.disabled],
  ];
  const shown = rows.filter(([, count], index) => index === 0 || count > 0);
  const table = formatTable(
    io,
    ['credentials load', 'people'],
    shown.map(([what, count]) => [what, count.toLocaleString('en')]),
  );
  return needsPerson(counts) > 0
    ? `${table}--out <file> names the rows that need a person, and why\n`
    : table;
}
