import { DAY_MS, dayOf } from './days.ts';
import type { Figures } from './figures.ts';
import { projectionOf } from './forecast.ts';

/** People who need the hook at the end of a day, counted or expected. */
export interface BurnDownPoint {
  readonly day: string;
  readonly left: number;
  readonly isForecast: boolean;
}

/** A burn-down to draw: the days so far, and those until the forecast's day or the deadline, whichever is later. */
export interface BurnDown {
  readonly points: readonly BurnDownPoint[];
  /** The last day that was counted; undefined: there is none yet. */
  readonly today: string | undefined;
  readonly last: string | undefined;
}

/** As much of a forecast as is drawn behind the days so far. */
const MOST_DAYS_AHEAD = 90;

/** The burn-down of the figures, with its forecast where there is one; the first point is the first creation's day. */
export function burnDownOf({ days, forecast, deadline }: Figures): BurnDown {
  const past = days.map(({ day, left }) => ({ day, left, isForecast: false }));
  const today = days.at(-1);
  if (!today || forecast.kind !== 'forecast') return { points: past, today: today?.day, last: today?.day };
  const start = Date.parse(today.day);
  const end = Math.max(Date.parse(forecast.day), Date.parse(deadline));
  const ahead = Math.min(MOST_DAYS_AHEAD, Math.max(1, Math.round((end - start) / DAY_MS)));
  const coming = projectionOf(today.left, forecast.dailyShare, ahead)
    .slice(1)
    .map((left, index) => ({ day: dayOf(start + (index + 1) * DAY_MS), left, isForecast: true }));
  const points = [...past, ...coming];
  return { points, today: today.day, last: points.at(-1)?.day };
}
