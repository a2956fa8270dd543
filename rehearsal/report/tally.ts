import type { Count } from '../../report/charts.ts';
import { NOTES } from '../job/notes.ts';
import type { RehearsedRow, RowOutcome } from '../job/rehearsed-row.ts';
import { Counter } from './counter.ts';

/** What the rows of a rehearsal come to, and what stands out among them. */
export interface Totals {
  readonly rows: number;
  readonly outcomes: Readonly<Record<RowOutcome, number>>;
  /** People who are created with another login than Okta sent. */
  readonly loginsChanged: number;
  /** People whom somebody has to look at: every outcome but `created` and `linked`. */
  readonly inNeed: number;
  /** Rules by the number of people for whom they fired, the most used first. */
  readonly rules: readonly Count[];
  /** Why people are neither created nor linked, the most frequent first. */
  readonly reasons: readonly Reason[];
  /** Notes without the numbers in them, the most frequent first. */
  readonly notes: readonly Count[];
  readonly weakOwners: number;
  /** Rows that wanted a login which an earlier row of the file had wanted. */
  readonly collisions: Found;
  /** People whose short name somebody else has. */
  readonly ambiguousShortNames: Found;
  /** The slowest calls, the slowest first. */
  readonly slowest: readonly RehearsedRow[];
}

/** Why people are neither created nor linked, without the numbers in it. */
export interface Reason extends Count {
  /** The first row about which it was said. */
  readonly firstRow: number;
}

/** How many rows there are of a kind, and the first of them. */
export interface Found {
  readonly count: number;
  readonly first: readonly RehearsedRow[];
}

/** A text without the numbers in it: `collides with row 17` → `collides with row …`; `UTF-8` is a name. */
export const kindOf = (text: string): string => text.replace(/(?<![\w-])\d+/g, '…');

/** Whether somebody has to look at a person. */
export const needsPerson = ({ outcome }: Pick<RehearsedRow, 'outcome'>): boolean =>
  outcome !== 'created' && outcome !== 'linked';

/** Whether a person is created with another login than Okta sent. */
export const hasNewLogin = (row: Pick<RehearsedRow, 'outcome' | 'loginBefore' | 'loginAfter'>): boolean =>
  row.outcome === 'created' && row.loginAfter !== row.loginBefore;

const MOST_ROWS = 10;

/** Counts people one by one; what it keeps does not grow with them. */
export class Tally {
  readonly #outcomes: Record<RowOutcome, number> = {
    created: 0,
    linked: 0,
    'left for review': 0,
    'error answered': 0,
    failed: 0,
  };
  readonly #rules = new Counter();
  readonly #reasons = new Counter();
  readonly #notes = new Counter();
  readonly #firstRows = new Map<string, number>();
  readonly #collisions = new FirstRows();
  readonly #ambiguous = new FirstRows();
  #rows = 0;
  #loginsChanged = 0;
  #inNeed = 0;
  #slowest: RehearsedRow[] = [];

  count(row: RehearsedRow): void {
    this.#rows += 1;
    this.#outcomes[row.outcome] += 1;
    if (hasNewLogin(row)) this.#loginsChanged += 1;
    if (needsPerson(row)) this.#inNeed += 1;
    for (const rule of row.rules) this.#rules.count(rule);
    for (const note of row.notes) this.#notes.count(kindOf(note));
    if (row.reason !== undefined) this.#blame(row.row, kindOf(row.reason));
    if (row.notes.some((note) => note.startsWith(NOTES.collision))) this.#collisions.add(row);
    if (row.notes.includes(NOTES.ambiguousShortName)) this.#ambiguous.add(row);
    this.#time(row);
  }

  totals(): Totals {
    return {
      rows: this.#rows,
      outcomes: { ...this.#outcomes },
      loginsChanged: this.#loginsChanged,
      inNeed: this.#inNeed,
      rules: this.#rules.ranked(),
      reasons: this.#reasons
        .ranked()
        .map((reason) => ({ ...reason, firstRow: this.#firstRows.get(reason.name) ?? 0 })),
      notes: this.#notes.ranked(),
      weakOwners: this.#notes.of(NOTES.weakOwner),
      collisions: this.#collisions.found(),
      ambiguousShortNames: this.#ambiguous.found(),
      slowest: this.#slowest,
    };
  }

  #blame(row: number, kind: string): void {
    const name = this.#reasons.count(kind);
    if (!this.#firstRows.has(name)) this.#firstRows.set(name, row);
  }

  #time(row: RehearsedRow): void {
    const fastest = this.#slowest.at(-1)?.milliseconds ?? 0;
    if (this.#slowest.length === MOST_ROWS && row.milliseconds <= fastest) return;
    const slower = [...this.#slowest, row].sort((a, b) => b.milliseconds - a.milliseconds);
    this.#slowest = slower.slice(0, MOST_ROWS);
  }
}

class FirstRows {
  readonly #first: RehearsedRow[] = [];
  #count = 0;

  add(row: RehearsedRow): void {
    this.#count += 1;
    if (this.#first.length < MOST_ROWS) this.#first.push(row);
  }

  found(): Found {
    return { count: this.#count, first: this.#first };
  }
}
