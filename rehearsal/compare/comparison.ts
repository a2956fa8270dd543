import type { Count } from '../../report/charts.ts';
import type { RehearsedRow } from '../job/rehearsed-row.ts';
import { Counter } from '../report/counter.ts';
import type { EarlierRow, EarlierRows } from './earlier-rows.ts';

/** What comes out differently than in an earlier rehearsal. */
export interface Differences {
  readonly different: number;
  /** Changes of outcome such as `left for review → created`, the most frequent first. */
  readonly kinds: readonly Count[];
  /** The first people who come out differently. */
  readonly first: readonly Difference[];
  /** People who were not in the earlier rehearsal. */
  readonly added: number;
  /** People who were only in the earlier rehearsal. */
  readonly gone: number;
}

/** One person then and now. */
export interface Difference {
  readonly row: number;
  readonly externalId: string;
  readonly before: EarlierRow;
  readonly after: EarlierRow;
}

const MOST_ROWS = 10;

/** Compares people with an earlier rehearsal, one by one. */
export class Comparison {
  readonly #earlier: EarlierRows;
  readonly #kinds = new Counter();
  readonly #first: Difference[] = [];
  #different = 0;
  #added = 0;

  constructor(earlier: EarlierRows) {
    this.#earlier = earlier;
  }

  /** How the person came out before; undefined when there is no difference, or no earlier person. */
  compare(row: RehearsedRow): EarlierRow | undefined {
    const before = this.#earlier.take(row);
    if (!before) this.#added += 1;
    if (!before || isSame(before, row)) return undefined;
    this.#different += 1;
    this.#kinds.count(kindOf(before, row));
    const { externalId, outcome, loginAfter, linkTarget } = row;
    const after = { outcome, loginAfter, ...(linkTarget !== undefined && { linkTarget }) };
    if (this.#first.length < MOST_ROWS) this.#first.push({ row: row.row, externalId, before, after });
    return before;
  }

  differences(): Differences {
    return {
      different: this.#different,
      kinds: this.#kinds.ranked(),
      first: this.#first,
      added: this.#added,
      gone: this.#earlier.left,
    };
  }
}

const isSame = (a: EarlierRow, b: EarlierRow) =>
  a.outcome === b.outcome && a.loginAfter === b.loginAfter && a.linkTarget === b.linkTarget;

function kindOf(before: EarlierRow, after: EarlierRow): string {
  if (before.outcome !== after.outcome) return `${before.outcome} → ${after.outcome}`;
  return before.outcome === 'linked' ? 'linked to somebody else' : `${after.outcome}, with another login`;
}
