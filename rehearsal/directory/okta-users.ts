import { knownAttributes } from '../../rules/attributes.ts';
import { nameColumns, plainTitle } from '../csv/name-columns.ts';
import { emptyToNull } from '../csv/nulls.ts';
import { readCsv } from '../csv/read-csv.ts';
import { TableUnusable } from '../csv/table-unusable.ts';
import { readNdjson } from '../ndjson/read-ndjson.ts';

/** A person of an Okta org, as far as logins are concerned. */
export interface OktaUser {
  readonly id: string;
  readonly login: string;
  /** Okta's status; `ACTIVE` where an export has none. Everybody holds their login, DEPROVISIONED people too. */
  readonly status: string;
  /** Every attribute, null where it is empty; only when they were asked for. */
  readonly profile?: Readonly<Record<string, unknown>>;
}

/** How people are read. */
export interface OktaUsersOptions {
  /** Keep all attributes, not only the login. @default false */
  readonly profiles?: boolean;
}

/** The id of a person whose export names none. */
export const placeholderId = (login: string) => `login:${login}`;

/** One row of an export: a person, or why it is none. Rows count as lines do in an editor, from 1. */
export type OktaUserRow =
  | { readonly row: number; readonly user: OktaUser }
  | { readonly row: number; readonly problem: string };

const COLUMNS = {
  id: ['id', 'userid', 'oktaid', 'oktauserid'],
  login: ['login', 'oktausername', 'userlogin', 'profilelogin', 'username'],
  status: ['status', 'userstatus', 'oktauserstatus'],
  email: ['email', 'primaryemail', 'emailaddress'],
} as const;

const ATTRIBUTES = new Map([...(knownAttributes([])['user'] ?? [])].map((name) => [plainTitle(name), name]));

/** Okta's name of a standard attribute, however a title writes it; undefined for any other. */
export const standardAttribute = (title: string): string | undefined => ATTRIBUTES.get(plainTitle(title));

/**
 * Reads the people of an org from an export: CSV with a header (any order; standard attributes are known however
 * their names are written, other columns keep their titles), or NDJSON of Okta's user objects, told apart by the
 * file's ending. A bad row is reported and the rest goes on.
 *
 * @throws TableUnusable when the header names no login, or is none
 */
export function readOktaUsers(
  file: string,
  { profiles = false }: OktaUsersOptions = {},
): AsyncGenerator<OktaUserRow> {
  return /\.(ndjson|jsonl)$/i.test(file) ? readUserObjects(file, profiles) : readExport(file, profiles);
}

async function* readExport(file: string, profiles: boolean): AsyncGenerator<OktaUserRow> {
  for await (const row of readCsv(file, { columns: namesOf })) {
    if ('problem' in row) yield { row: row.line, problem: row.problem };
    else {
      const { id, status, ...attributes } = row.record;
      yield rowOf(row.line, { id, status, attributes }, profiles);
    }
  }
}

function namesOf(header: readonly string[]): string[] {
  const named = nameColumns(header, COLUMNS);
  const names = named.map((name) => (name in COLUMNS ? name : (standardAttribute(name) ?? name)));
  if (names.includes('login')) return names;
  throw new TableUnusable('the header names no login: expected a column `login`', 'give a column this title');
}

async function* readUserObjects(file: string, profiles: boolean): AsyncGenerator<OktaUserRow> {
  for await (const row of readNdjson(file)) {
    if ('value' in row) yield rowOf(row.line, fieldsOf(row.value), profiles);
    else if (row.problem !== 'an empty line') yield { row: row.line, problem: row.problem };
  }
}

/** What a row has of a person, not looked at yet. */
interface Fields {
  readonly id?: unknown;
  readonly status?: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

function fieldsOf({ id, status, profile, login }: Readonly<Record<string, unknown>>): Fields {
  return { id, status, attributes: { login, ...Object(profile) } };
}

function rowOf(row: number, { id, status, attributes }: Fields, profiles: boolean): OktaUserRow {
  const login = textOf(attributes['login']);
  if (login === undefined) return { row, problem: 'no login' };
  const user = {
    id: textOf(id) ?? placeholderId(login),
    login,
    status: (textOf(status) ?? 'ACTIVE').toUpperCase(),
    ...(profiles && { profile: { ...emptyToNull(attributes), login } }),
  };
  return { row, user };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
