import { emptyToNull } from '../csv/nulls.ts';
import { readCsv } from '../csv/read-csv.ts';
import { TableUnusable } from '../csv/table-unusable.ts';
import { readNdjson } from '../ndjson/read-ndjson.ts';
import type { Profile } from '../org/person.ts';

/** One row of an import: the app profile it gives, or why it gives none. Rows count as lines do in an editor. */
export type PersonRow =
  | { readonly row: number; readonly appUser: Profile }
  | { readonly row: number; readonly problem: string };

/**
 * Reads the people of an import: CSV whose header names the attributes of the app profile, with Okta's CSV
 * directory's `uniqueId` as `externalId`; or NDJSON of app profiles, told apart by the file's ending. Empty cells
 * are null. A bad row is reported and the rest goes on.
 *
 * @throws TableUnusable when there is no header, or it names a column twice
 */
export function readPeople(file: string): AsyncGenerator<PersonRow> {
  return /\.(ndjson|jsonl)$/i.test(file) ? readProfiles(file) : readTable(file);
}

async function* readTable(file: string): AsyncGenerator<PersonRow> {
  for await (const row of readCsv(file, { columns: attributesOf })) {
    if ('problem' in row) yield { row: row.line, problem: row.problem };
    else yield { row: row.line, appUser: emptyToNull(row.record) };
  }
}

function attributesOf(header: readonly string[]): string[] {
  if (header.length === 0)
    throw new TableUnusable('the file is empty', 'export it again: expected are a header and a row a person');
  const titles = header.map((title) => title.trim());
  const names = titles.includes('externalId')
    ? titles
    : titles.map((title) => (title === 'uniqueId' ? 'externalId' : title));
  if (new Set(names).size === names.length) return names;
  throw new TableUnusable('the header names a column twice', 'give each column a title of its own');
}

async function* readProfiles(file: string): AsyncGenerator<PersonRow> {
  for await (const row of readNdjson(file)) {
    if ('problem' in row) yield { row: row.line, problem: row.problem };
    else yield { row: row.line, appUser: emptyToNull(row.value) };
  }
}
