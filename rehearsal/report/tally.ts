import type { RehearsedRow, RowOutcome } from '../job/rehearsed-row.ts';

/** Something that was counted by its name. */
export interface Count {
  readonly name: string;
  readonly count: number;
}

/** What the people of a rehearsal come to. */
export interface Totals {
  readonly people: number;
  readonly outcomes: Readonly<Record<RowOutcome, number>>;
  /** People whose login the hook changed. */
  readonly loginChanged: number;
  /** People whom somebody has to look at: every outcome but `created` and `linked`. */
  readonly needPerson: number;
  /** Rules by the number of people for whom they fired, the most used first. */
  readonly rules: readonly Count[];
  /** Why people are neither created nor linked, the most frequent first. */
  readonly reasons: readonly Count[];
  /** Notes without the numbers in them, the most frequent first. */
  readonly notes: readonly Count[];
}

/** A note without the numbers in it: `collides with row 17` → `collides with row …`. */
export const kindOfNote = (note: string): string => note.replace(/\d+/g, '…');

/** Whether somebody has to look at a person. */
export const needsPerson = ({ outcome }: Pick<RehearsedRow, 'outcome'>): boolean =>
  outcome !== 'created' && outcome !== 'linked';

/** Whether the hook gave a person another login than Okta would have. */
export const hasNewLogin = ({ loginBefore, loginAfter }: RehearsedRow): boolean =>
  loginAfter !== '' && loginAfter !== loginBefore;

/** Counts people one by one; what it remembers does not grow with them. */
export class Tally {
  readonly #outcomes: Record<RowOutcome, number> = {
    created: 0,
    linked: 0,
    'left for review': 0,
    'error answered': 0,
    failed: 0,
  };
  readonly #rules = new Map<string, number>();
  readonly #reasons = new Map<string, number>();
  readonly #notes = new Map<string, number>();
  #people = 0;
  #loginChanged = 0;
  #needPerson = 0;

  add(row: RehearsedRow): void {
    this.#people += 1;
    this.#outcomes[row.outcome] += 1;
    if (hasNewLogin(row)) this.#loginChanged += 1;
    if (needsPerson(row)) this.#needPerson += 1;
    for (const rule of row.rules) increase(this.#rules, rule);
    for (const kind of new Set(row.notes.map(kindOfNote))) increase(this.#notes, kind);
    if (row.reason !== undefined) increase(this.#reasons, kindOfNote(row.reason));
  }

  totals(): Totals {
    return {
      people: this.#people,
      outcomes: { ...this.#outcomes },
      loginChanged: this.#loginChanged,
      needPerson: this.#needPerson,
      rules: ranked(this.#rules),
      reasons: ranked(this.#reasons),
      notes: ranked(this.#notes),
    };
  }
}

/** More names than this are values that somebody put into a text, and are counted together. */
const MOST_NAMES = 1_000;
const OTHERS = 'others';

function increase(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < MOST_NAMES ? name : OTHERS;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function ranked(counts: ReadonlyMap<string, number>): Count[] {
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count);
}
