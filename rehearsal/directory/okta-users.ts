import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { readCsv } from '../csv/read-csv.ts';

/** A person of an Okta org, as far as logins are concerned. */
export interface OktaUser {
  readonly id: string;
  readonly login: string;
  /** Okta's status; `ACTIVE` where an export has none. Everybody holds their login, DEPROVISIONED people too. */
  readonly status: string;
}

/** One row of an export: a person, or why it is none. Rows count as lines do in an editor, from 1. */
export type OktaUserRow =
  | { readonly row: number; readonly user: OktaUser }
  | { readonly row: number; readonly problem: string };

/** Column names that exports use, without case, blanks and punctuation. */
const COLUMNS = {
  id: ['id', 'userid', 'oktaid', 'oktauserid'],
  login: ['login', 'username', 'oktausername', 'userlogin', 'profilelogin'],
  status: ['status', 'userstatus', 'oktauserstatus'],
} as const;
type Column = keyof typeof COLUMNS;

/** The export itself is unusable: no such column, not a table. */
export class ExportUnusable extends Error {
  override readonly name = 'ExportUnusable';
  readonly code = 'ERR_EXPORT_UNUSABLE';
}

/**
 * Reads the people of an org from an export: CSV with a header (any order, other columns are passed over), or
 * NDJSON of Okta's user objects, told apart by the file's ending. A bad row is reported and the rest goes on.
 *
 * @throws ExportUnusable when the header names no login
 */
export function readOktaUsers(file: string): AsyncGenerator<OktaUserRow> {
  return /\.(ndjson|jsonl)$/i.test(file) ? readNdjson(file) : readExport(file);
}

async function* readExport(file: string): AsyncGenerator<OktaUserRow> {
  for await (const row of readCsv(file, { columns: namesOf })) {
    if ('problem' in row) yield { row: row.line, problem: row.problem };
    else yield rowOf(row.line, row.record);
  }
}

function namesOf(header: readonly string[]): string[] {
  const names = header.map(nameOf);
  if (names.includes('login')) return names;
  throw new ExportUnusable('the header names no login: expected a column `login`');
}

function nameOf(title: string): string {
  const plain = title.toLowerCase().replace(/[^a-z]/g, '');
  const columns = Object.keys(COLUMNS) as Column[];
  return columns.find((column) => (COLUMNS[column] as readonly string[]).includes(plain)) ?? title;
}

async function* readNdjson(file: string): AsyncGenerator<OktaUserRow> {
  let row = 0;
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    row += 1;
    if (line.trim() !== '') yield rowOf(row, fieldsOf(line));
  }
}

function fieldsOf(line: string): Partial<Record<Column, unknown>> {
  try {
    const { id, status, profile, login } = JSON.parse(line);
    return { id, status, login: profile?.login ?? login };
  } catch {
    return {};
  }
}

function rowOf(row: number, { id, login, status }: Partial<Record<Column, unknown>>): OktaUserRow {
  if (typeof login !== 'string' || login.trim() === '') return { row, problem: 'no login' };
  const known = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value.trim() !== '' ? value.trim() : otherwise;
  const user = {
    id: known(id, `login:${login.trim()}`),
    login: login.trim(),
    status: known(status, 'ACTIVE').toUpperCase(),
  };
  return { row, user };
}
