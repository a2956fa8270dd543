import type { PersonRow } from '../page-row.ts';
import { hasNewLogin, kindOf, needsPerson } from '../tally.ts';
import { whyOf } from './person-cells.ts';

/** Which people are shown, and in which order. */
export interface Selection {
  /** Every word has to occur somewhere; case and diacritics do not count. */
  readonly search: string;
  /** An outcome, `person` (needs one), `login` (another one), `different` (than before); empty: everybody. */
  readonly outcome: string;
  readonly rule: string;
  /** A note without its numbers. */
  readonly note: string;
  readonly sort: { readonly by: SortKey; readonly descending: boolean };
}
export type SortKey = 'row' | 'externalId' | 'name' | 'loginBefore' | 'loginAfter' | 'outcome' | 'why';

/** Finds people among many; prepares once what every search needs. */
export function createFinder(rows: readonly PersonRow[]): (selection: Selection) => PersonRow[] {
  const haystacks = rows.map((row) => plain(searchableText(row)));
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const compare = (a: PersonRow, b: PersonRow, by: SortKey) =>
    by === 'row' ? a.row - b.row : collator.compare(sortText(a, by), sortText(b, by)) || a.row - b.row;

  return ({ search, sort, ...filter }) => {
    const words = plain(search).split(/\s+/).filter(Boolean);
    const found = rows.filter((row, index) => {
      const haystack = haystacks[index] ?? '';
      return words.every((word) => haystack.includes(word)) && passes(row, filter);
    });
    found.sort((a, b) => compare(a, b, sort.by));
    return sort.descending ? found.reverse() : found;
  };
}

type Filter = Pick<Selection, 'outcome' | 'rule' | 'note'>;

function passes(row: PersonRow, { outcome, rule, note }: Filter): boolean {
  if (outcome !== '' && !hasOutcome(row, outcome)) return false;
  if (rule !== '' && !row.rules.includes(rule)) return false;
  return note === '' || row.notes.some((one) => kindOf(one) === note);
}

function hasOutcome(row: PersonRow, outcome: string): boolean {
  if (outcome === 'person') return needsPerson(row);
  if (outcome === 'login') return hasNewLogin(row);
  if (outcome === 'different') return row.earlier !== undefined;
  return row.outcome === outcome;
}

const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();

function searchableText({
  row,
  externalId,
  name,
  loginBefore,
  loginAfter,
  reason,
  rules,
  notes,
  changes,
}: PersonRow) {
  const values = changes
    .flatMap(({ before, after }) => [before, after])
    .filter((one) => typeof one === 'string');
  return [row, externalId, name, loginBefore, loginAfter, reason, ...rules, ...notes, ...values].join('\n');
}

function sortText(row: PersonRow, by: Exclude<SortKey, 'row'>): string {
  return by === 'why' ? whyOf(row).join(' ') : row[by];
}
