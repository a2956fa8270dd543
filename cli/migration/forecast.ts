import { DAY_MS, dayOf } from './days.ts';

/** People who needed the hook at the end of a day (UTC), and how many of them needed it no more since the day before. */
export interface BurnDownDay {
  /** `2026-11-20`. */
  readonly day: string;
  readonly left: number;
  readonly done: number;
}

/** When nobody will need the hook any more, if things go on as in the last seven days. */
export type Forecast =
  | { readonly kind: 'done'; readonly day: string }
  /** Fewer days than it takes to see a pace. */
  | { readonly kind: 'no forecast yet'; readonly days: number }
  /** Nobody, or hardly anybody, came in the last seven days: there is no day. */
  | { readonly kind: 'standstill'; readonly leftAtDeadline: number; readonly deadline: string }
  | {
      readonly kind: 'forecast';
      readonly day: string;
      /** The share of those who are left that comes in a day, from 0 to 1. */
      readonly dailyShare: number;
      readonly deadline: string;
      /** People who will still need the hook when the deadline has passed. */
      readonly leftAtDeadline: number;
      readonly inTime: boolean;
    };

/** How the forecast is made, in words for whoever reads it. */
export const FORECAST_METHOD =
  'each day the same share of those who are left signs in: the share of the last 7 days, in which the best day counts ' +
  'no more than the second best; the day on which fewer than one person is left';

const WINDOW_DAYS = 7;
const FEWEST_DAYS = 3;
/** What lies further off is no forecast. */
const FARTHEST_DAYS = 3650;

/**
 * The forecast from the days so far, the last of which is today. Laws: nobody left is done; the day is never past, never
 * earlier with more people left at the same pace, and never later when more people came each day.
 *
 * @param deadline `2026-12-31`
 */
export function forecastOf(days: readonly BurnDownDay[], deadline: string, now: number): Forecast {
  const [left, today] = [days.at(-1)?.left, dayOf(now)];
  if (left === undefined) return { kind: 'no forecast yet', days: 0 };
  if (left === 0) return { kind: 'done', day: days.findLast(({ done }) => done > 0)?.day ?? today };
  if (days.length < FEWEST_DAYS) return { kind: 'no forecast yet', days: days.length };
  const dailyShare = shareOf(days.slice(-WINDOW_DAYS));
  const daysToDeadline = Math.max(0, (Date.parse(deadline) - Date.parse(today)) / DAY_MS);
  const leftAtDeadline = Math.round(left * (1 - dailyShare) ** daysToDeadline);
  // not today, even for the last one
  const needed = dailyShare === 0 ? Infinity : Math.ceil(Math.log(left + 1) / -Math.log(1 - dailyShare));
  if (needed > FARTHEST_DAYS) return { kind: 'standstill', leftAtDeadline, deadline };
  const day = dayOf(Date.parse(today) + needed * DAY_MS);
  return { kind: 'forecast', day, dailyShare, deadline, leftAtDeadline, inTime: day <= deadline };
}

/** People who will be left at the end of each of the days to come, today's figure first. */
export function projectionOf(left: number, dailyShare: number, days: number): readonly number[] {
  return Array.from({ length: days + 1 }, (_, day) => left * (1 - dailyShare) ** day);
}

function shareOf(days: readonly BurnDownDay[]): number {
  const [, most = 0] = days.map(({ done }) => done).sort((a, b) => b - a);
  const came = days.reduce((sum, { done }) => sum + Math.min(done, most), 0);
  const stayed = days.reduce((sum, { left }) => sum + left, 0);
  return came === 0 ? 0 : came / (came + stayed);
}
