import path from 'node:path';
import { nameColumns, plainTitle, type Spellings } from '../../rehearsal/csv/name-columns.ts';
import { readCsv } from '../../rehearsal/csv/read-csv.ts';
import { standardAttribute } from '../../rehearsal/directory/okta-users.ts';
import { CommandError, type Io } from '../command.ts';
import { LEGACY_COLUMNS, type LegacyRow } from '../credentials/rows.ts';
import { withSomebody } from '../somebody.ts';
import { unreadable } from '../unreadable.ts';

/** A person as the export has them. Cells that are empty are absent; a person without a login has an empty one. */
export interface LegacyPerson extends Omit<LegacyRow, 'hash'> {
  readonly hash?: string;
  readonly groups: readonly string[];
  readonly apps: readonly string[];
  /** Of Okta's user profile, by name; all but the login. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** One row: a person, or why it is none. Rows count as lines do in an editor, from 1. */
export type ExportRow =
  | { readonly row: number; readonly person: LegacyPerson }
  | { readonly row: number; readonly problem: string };

/** How the export is read. */
export interface ExportOptions {
  /** Titles of columns that stay behind. */
  readonly ignore: readonly string[];
  /** Whether there has to be a column of hashes. */
  readonly needsHash: boolean;
  /** Is told once which columns become attributes that Okta's own profile does not have. */
  readonly onHeader?: (ownAttributes: readonly string[]) => void;
}

type Column = keyof LegacyRow | 'email' | 'firstName' | 'lastName' | 'groups' | 'apps';

/** The passwords' columns first: what `credentials load` takes for the login is the login here too. */
const COLUMNS: Spellings<Column> = {
  ...LEGACY_COLUMNS,
  email: ['email', 'useremail', 'emailaddress', 'primaryemail', 'mail'],
  firstName: ['firstname', 'givenname', 'forename', 'first'],
  lastName: ['lastname', 'surname', 'familyname', 'last', 'sn'],
  groups: ['groups', 'group', 'groupnames', 'memberof'],
  apps: ['apps', 'app', 'applications', 'application'],
};
const NO_ATTRIBUTES: ReadonlySet<string> = new Set([...Object.keys(LEGACY_COLUMNS), 'groups', 'apps']);

/** Okta's rule for the variable names of a profile's attributes. */
const ATTRIBUTE = /^[A-Za-z]\w*$/;
/** Titles of what nobody wants in a profile that others read. */
const SECRET = /passw|pwd|hash|salt|secret|token/i;
const IGNORED = '';

/**
 * Reads the export of a legacy system, CSV with a header in any order and the usual spellings; columns it does not know
 * become attributes under their own titles. A bad row is reported and the rest goes on.
 *
 * @throws CommandError when it cannot be read, names nobody, or has a header that cannot be understood
 */
export async function* readLegacyExport(
  file: string,
  options: ExportOptions,
  io: Pick<Io, 'cwd'>,
): AsyncGenerator<ExportRow> {
  let attributes: readonly string[] = [];
  const columns = (header: readonly string[]) => {
    const names = namesOf(header, options, file);
    attributes = names.filter((name) => name !== IGNORED && !NO_ATTRIBUTES.has(name));
    options.onHeader?.(attributes.filter((name) => standardAttribute(name) !== name));
    return names;
  };
  try {
    for await (const row of withSomebody(readCsv(path.resolve(io.cwd, file), { columns }), file)) {
      if ('problem' in row) yield { row: row.line, problem: row.problem };
      else yield { row: row.line, person: personOf(row.record, attributes) };
    }
  } catch (error) {
    throw unreadable(error, file) ?? error;
  }
}

/** By what a title is recognised; one without Latin letters as it stands. */
const keyOf = (title: string) => plainTitle(title) || title.trim();

function namesOf(header: readonly string[], { ignore, needsHash }: ExportOptions, file: string): string[] {
  const ignored = new Set(ignore.map(keyOf));
  const titles = new Set(header.map(keyOf));
  const missing = ignore.find((title) => !titles.has(keyOf(title)));
  if (missing !== undefined)
    throw new CommandError(`--ignore names a column that there is not: ${missing}`, { where: file });
  const kept = header.map((title) => (ignored.has(keyOf(title)) ? IGNORED : title));
  const names = nameColumns(kept, COLUMNS).map((name) =>
    name in COLUMNS ? name : (standardAttribute(name) ?? name.trim()),
  );
  const fault = faultOf(names, needsHash);
  if (fault) throw new CommandError(fault.what, { where: `${file}, line 1`, next: fault.next });
  return names;
}

function faultOf(names: readonly string[], needsHash: boolean) {
  if (!names.includes('login'))
    return { what: 'the header names no login', next: 'name a column `login`, `username` or `email`' };
  if (needsHash && !names.includes('hash'))
    return {
      what: 'the header names no hash',
      next: 'name a column `hash`; where another system checks the passwords, add --without-hash hook',
    };
  const twice = names.findIndex((name, at) => name !== IGNORED && names.indexOf(name) !== at);
  if (twice >= 0)
    return {
      what: `columns ${names.indexOf(names[twice] ?? '') + 1} and ${twice + 1} of the header mean the same`,
      next: 'give each a title of its own, or leave one out with --ignore <title>',
    };
  const secret = names.findIndex((name) => !(name in COLUMNS) && SECRET.test(name));
  if (secret >= 0)
    return {
      what: `column ${secret + 1} of the header looks like a secret, and would become part of the profile`,
      next: 'leave it out with --ignore <title>, or call it `hash` or `salt` if it is that',
    };
  const odd = names.findIndex((name) => name !== IGNORED && !ATTRIBUTE.test(name));
  if (odd < 0) return undefined;
  return {
    what: `the title of column ${odd + 1} is no name of an attribute in Okta (letters, digits and _)`,
    next: 'rename it as Okta names the attribute, or leave it out with --ignore <title>',
  };
}

function personOf(record: Readonly<Record<string, string>>, attributes: readonly string[]): LegacyPerson {
  const { login = '', hash = '', salt } = record;
  const given = (name: 'format' | 'oktaId' | 'wave') => {
    const text = record[name]?.trim();
    return text ? { [name]: text } : {};
  };
  const values = attributes.map((name) => [name, record[name]?.trim() ?? ''] as const);
  return {
    login: login.trim(),
    ...(hash.trim() !== '' && { hash }),
    // white space may be part of a salt
    ...(salt && { salt }),
    ...given('format'),
    ...given('oktaId'),
    ...given('wave'),
    groups: listOf(record['groups']),
    apps: listOf(record['apps']),
    attributes: Object.fromEntries(values.filter(([, value]) => value !== '')),
  };
}

/** `Sales; EMEA|Sales` → `Sales`, `EMEA`. */
function listOf(cell = ''): string[] {
  if (cell === '') return [];
  return [...new Set(cell.split(/[;|]/).map((name) => name.trim()))].filter((name) => name !== '');
}
