import { GROUPS_WITH_USER, type PlannedRow } from './make-plan.ts';
import type { PlanHeader, Way } from './plan-file.ts';
import type { Remark } from './remark.ts';

/** Rows something is said of. */
export interface Said {
  readonly what: string;
  readonly rows: number;
  /** The first of them. */
  readonly first: readonly number[];
}

/** People whose hashes have one format and go one way for one reason. */
export interface FormatCount {
  /** Absent: no hash, or one that nobody knows. */
  readonly format?: string;
  readonly way: Way;
  readonly why: string;
  readonly people: number;
}

/** What a plan comes to. */
export interface PlanTotals {
  readonly counts: PlanHeader['counts'];
  readonly formats: readonly FormatCount[];
  readonly refused: readonly Said[];
  readonly notes: readonly Said[];
  /** People by wave and way, in the order of the export. */
  readonly waves: readonly { readonly wave: string; readonly ways: Readonly<Record<Way, number>> }[];
  /** People with a hash that nobody can use. */
  readonly unusable: number;
  /** Requests `migrate create` will need, by endpoint. */
  readonly calls: { readonly users: number; readonly groups: number; readonly apps: number };
}

/** Counts planned rows. */
export class PlanTally {
  readonly #ways = noWays();
  readonly #waves = new Map<string, Record<Way, number>>();
  readonly #formats = new Map<string, { -readonly [Name in keyof FormatCount]: FormatCount[Name] }>();
  readonly #refused = new Sayings();
  readonly #notes = new Sayings();
  readonly #calls = { users: 0, groups: 0, apps: 0 };
  #rows = 0;
  #unusable = 0;

  add(planned: PlannedRow): void {
    this.#rows += 1;
    if ('refused' in planned) {
      for (const remark of planned.refused) this.#refused.add(remark, planned.line.row);
      return;
    }
    const { line, choice, notes } = planned;
    const { way, format, why } = choice;
    for (const remark of notes) this.#notes.add(remark, line.row);
    this.#ways[way] += 1;
    increase(this.#waves, line.wave, way);
    if (choice.isUnusable) this.#unusable += 1;
    this.#calls.users += 1;
    this.#calls.groups += Math.max(0, line.groups.length - GROUPS_WITH_USER);
    this.#calls.apps += line.apps.length;
    const key = `${format} ${way} ${why.kind}`;
    const found = this.#formats.get(key);
    if (found) found.people += 1;
    else this.#formats.set(key, { ...(format !== undefined && { format }), way, why: why.kind, people: 1 });
  }

  get totals(): PlanTotals {
    const waves = [...this.#waves].map(([wave, ways]) => ({ wave, ways }));
    const people = sumOf(this.#ways);
    return {
      counts: {
        rows: this.#rows,
        people,
        refused: this.#rows - people,
        ways: this.#ways,
        waves: Object.fromEntries(waves.map(({ wave, ways }) => [wave, sumOf(ways)])),
      },
      formats: [...this.#formats.values()].sort((a, b) => b.people - a.people),
      refused: this.#refused.list,
      notes: this.#notes.list,
      waves,
      unusable: this.#unusable,
      calls: this.#calls,
    };
  }
}

/** How long the calls take when every endpoint takes so many a minute, in seconds: all of them are asked at once. */
export const secondsOf = ({ users, groups, apps }: PlanTotals['calls'], rateLimit: number): number =>
  (Math.max(users, groups, apps) / rateLimit) * 60;

const noWays = (): Record<Way, number> => ({ hash: 0, hook: 0, reset: 0 });

/** Everybody, whatever their way. */
export const sumOf = ({ hash, hook, reset }: Readonly<Record<Way, number>>): number => hash + hook + reset;

function increase(waves: Map<string, Record<Way, number>>, wave: string, way: Way): void {
  const ways = waves.get(wave) ?? noWays();
  ways[way] += 1;
  waves.set(wave, ways);
}

const MOST_FIRST = 5;

class Sayings {
  readonly #said = new Map<string, { rows: number; first: number[] }>();

  add({ kind }: Remark, row: number): void {
    const said = this.#said.get(kind) ?? { rows: 0, first: [] };
    said.rows += 1;
    if (said.first.length < MOST_FIRST) said.first.push(row);
    this.#said.set(kind, said);
  }

  get list(): Said[] {
    return [...this.#said]
      .map(([what, { rows, first }]) => ({ what, rows, first }))
      .sort((a, b) => b.rows - a.rows);
  }
}
