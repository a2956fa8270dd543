import type { RehearsedRow, RowOutcome } from '../job/rehearsed-row.ts';

/** Every outcome, in the order in which reports show them. */
export const OUTCOMES: readonly RowOutcome[] = [
  'created',
  'linked',
  'left for review',
  'error answered',
  'failed',
];

/** How a person came out in the rehearsal that this one is compared with. */
export type Earlier = Pick<RehearsedRow, 'outcome' | 'loginAfter'>;

/** A row as the page carries it: no names of fields, which a hundred thousand rows would repeat. */
export type PageRow = readonly [
  row: number,
  externalId: string,
  name: string,
  outcome: number,
  loginBefore: string,
  loginAfter: string,
  rules: readonly string[],
  candidates: readonly (readonly [label: string, login: string, outcome: string])[],
  notes: readonly string[],
  changes: readonly (readonly [path: string, before: unknown, after: unknown])[],
  reason: string,
  linkTarget: string,
  milliseconds: number,
  earlier: readonly [outcome: number, loginAfter: string] | 0,
];

/** The page's form of a row. */
export function pageRowOf(row: RehearsedRow, earlier?: Earlier): PageRow {
  return [
    row.row,
    row.externalId,
    row.name,
    OUTCOMES.indexOf(row.outcome),
    row.loginBefore,
    row.loginAfter,
    row.rules,
    row.candidates.map(({ label, login = '', outcome }) => [label, login, outcome]),
    row.notes,
    row.changes.map(({ path, before, after }) => [path, before, after]),
    row.reason ?? '',
    row.linkTarget ?? '',
    Math.round(row.milliseconds * 100) / 100,
    earlier ? [OUTCOMES.indexOf(earlier.outcome), earlier.loginAfter] : 0,
  ];
}

/** A row as the page works with it. */
export interface PersonRow extends Omit<RehearsedRow, 'action'> {
  readonly earlier?: Earlier;
}

/** Reads a row back. */
export function personRowOf([
  row,
  externalId,
  name,
  outcome,
  loginBefore,
  loginAfter,
  rules,
  candidates,
  notes,
  changes,
  reason,
  linkTarget,
  milliseconds,
  earlier,
]: PageRow): PersonRow {
  return {
    row,
    externalId,
    name,
    outcome: outcomeAt(outcome),
    loginBefore,
    loginAfter,
    rules,
    candidates: candidates.map(([label, login, outcome]) => ({ label, login, outcome })),
    notes,
    changes: changes.map(([path, before, after]) => ({ path, before, after })),
    reason,
    linkTarget,
    milliseconds,
    ...(earlier && { earlier: { outcome: outcomeAt(earlier[0]), loginAfter: earlier[1] } }),
  };
}

const outcomeAt = (index: number): RowOutcome => OUTCOMES[index] ?? 'failed';
