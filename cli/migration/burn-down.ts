import { DAY_MS, dayOf, daysBetween } from './days.ts';
import type { BurnDownDay } from './forecast.ts';
import { NEED_HOOK, type Standing } from './standing.ts';

/** What happened on one day (UTC). */
export interface ProgrammeDay extends BurnDownDay {
  /** People created, whatever their way. */
  readonly created: number;
  /** People whose password Okta took over, whatever their way. */
  readonly migrated: number;
}

/** A programme takes about 60 days; what is older than this is told of on the first day shown. */
const MOST_DAYS = 400;

/**
 * Every day since the first person was created, today last; empty when nobody was. Its last `left` is the number of people
 * who need the hook now. Who needs it no more, nobody knows since when, counts today.
 */
export function daysOf(standings: readonly Standing[], now: number): readonly ProgrammeDay[] {
  const today = dayOf(now);
  const began = standings.reduce((first, { createdAt = now }) => Math.min(first, createdAt), now);
  if (!standings.some(({ createdAt }) => createdAt !== undefined)) return [];
  const days = daysBetween(dayOf(Math.max(began, now - MOST_DAYS * DAY_MS)), today);
  const tally = new DayTally(days, today);
  for (const standing of standings) {
    const { createdAt, migratedAt, state, way } = standing;
    if (createdAt === undefined) continue;
    tally.count('created', createdAt);
    if (state === 'migrated') tally.count('migrated', migratedAt);
    if (way !== 'hook') continue;
    tally.count('came', createdAt);
    if (!NEED_HOOK.has(state)) tally.count('done', departedAt(standing));
  }
  return tally.days();
}

const departedAt = ({ state, migratedAt, statusChangedAt, createdAt = 0 }: Standing) => {
  const at = state === 'migrated' ? migratedAt : statusChangedAt;
  return at === undefined ? undefined : Math.max(at, createdAt);
};

const COUNTED = ['created', 'migrated', 'came', 'done'] as const;
type Counted = (typeof COUNTED)[number];

class DayTally {
  readonly #days: readonly string[];
  readonly #today: string;
  readonly #counts: ReadonlyMap<string, Record<Counted, number>>;

  constructor(days: readonly string[], today: string) {
    this.#days = days;
    this.#today = today;
    this.#counts = new Map(days.map((day) => [day, { created: 0, migrated: 0, came: 0, done: 0 }]));
  }

  /** A time before the first day counts on that one, an unknown or future one today. */
  count(what: Counted, time: number | undefined): void {
    const [first = this.#today] = this.#days;
    const day = time === undefined ? this.#today : dayOf(time);
    const counts = this.#counts.get(day) ?? this.#counts.get(day < first ? first : this.#today);
    if (counts) counts[what] += 1;
  }

  days(): ProgrammeDay[] {
    let left = 0;
    return [...this.#counts].map(([day, { came, done, created, migrated }]) => {
      left += came - done;
      return { day, left, done, created, migrated };
    });
  }
}
