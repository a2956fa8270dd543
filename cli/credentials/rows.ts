import path from 'node:path';
import { nameColumns, type Spellings } from '../../rehearsal/csv/name-columns.ts';
import { readCsv } from '../../rehearsal/csv/read-csv.ts';
import { CommandError, type Io } from '../command.ts';
import { withSomebody } from '../somebody.ts';
import { unreadable } from '../unreadable.ts';

/** A person of the legacy system, as the file says. Cells that are empty are absent. */
export interface LegacyRow {
  readonly login: string;
  readonly hash: string;
  readonly salt?: string;
  /** Overrides the format of the whole file. */
  readonly format?: string;
  readonly oktaId?: string;
  readonly wave?: string;
}

/** One row of the file: a person, or why it is none. Rows count as lines do in an editor, from 1. */
export type CredentialRow =
  | { readonly row: number; readonly person: LegacyRow }
  /** The login is that of a person who has nothing to load. */
  | { readonly row: number; readonly problem: string; readonly login?: string };

/** The problem of a person who has nothing to load. */
export const NO_HASH = 'no hash';

/** The columns of a legacy export as far as its passwords go. */
export const LEGACY_COLUMNS: Spellings<keyof LegacyRow> = {
  login: ['login', 'username', 'oktausername', 'userlogin', 'useremail', 'email'],
  hash: ['hash', 'passwordhash', 'userpassword', 'password', 'userpass', 'encryptedpassword'],
  salt: ['salt', 'passwordsalt'],
  format: ['format', 'hashformat', 'algorithm'],
  oktaId: ['oktaid', 'oktauserid'],
  wave: ['wave'],
};

/** Okta takes no longer login. */
const LONGEST_LOGIN = 100;

/**
 * Reads the people of a legacy system: CSV with a header that names a login and a hash, in any order; other columns are
 * passed over. A bad row is reported and the rest goes on.
 *
 * @throws CommandError when it cannot be read, or names nobody
 */
export async function* readCredentialRows(file: string, io: Pick<Io, 'cwd'>): AsyncGenerator<CredentialRow> {
  try {
    const columns = (header: readonly string[]) => namesOf(header, file);
    for await (const row of withSomebody(readCsv(path.resolve(io.cwd, file), { columns }), file)) {
      if ('problem' in row) yield { row: row.line, problem: row.problem };
      else yield rowOf(row.line, row.record);
    }
  } catch (error) {
    throw unreadable(error, file) ?? error;
  }
}

function namesOf(header: readonly string[], file: string): string[] {
  const names = nameColumns(header, LEGACY_COLUMNS);
  for (const name of ['login', 'hash']) {
    const found = names.filter((one) => one === name).length;
    if (found === 1) continue;
    const problem = found === 0 ? 'names no' : 'names more than one';
    throw new CommandError(`the header ${problem} ${name}: expected one column \`${name}\``, { where: file });
  }
  return names;
}

function rowOf(row: number, record: Readonly<Record<string, string>>): CredentialRow {
  const { login: typed = '', hash = '' } = record;
  const login = typed.trim();
  if (login === '') return { row, problem: 'no login' };
  if (login.length > LONGEST_LOGIN) return { row, problem: `a login above ${LONGEST_LOGIN} characters` };
  if (hash.trim() === '') return { row, problem: NO_HASH, login };
  const given = (name: 'salt' | 'format' | 'oktaId' | 'wave') => {
    // white space may be part of a salt
    const text = name === 'salt' ? record[name] : record[name]?.trim();
    return text ? { [name]: text } : {};
  };
  return {
    row,
    person: { login, hash, ...given('salt'), ...given('format'), ...given('oktaId'), ...given('wave') },
  };
}
