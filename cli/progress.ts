import { ownText } from '../local/screen.ts';
import type { Io } from './command.ts';

const REDRAW_MS = 100;
/** How often the line is drawn while nothing happens, such as before the end of a window of Okta's limits. */
const TICK_MS = 1_000;
const LONGEST_BAR = 24;
const SHORTEST_BAR = 6;
/** To the first column, and clears the line. */
const OVER = ownText('\u001b[G\u001b[2K');

/** A line on the terminal that says how far long work has come. */
export interface Progress {
  /** One more piece is done. */
  advance(): void;
  /** Clears the line. */
  end(): void;
}

/**
 * Progress for whoever watches; silent in pipes and logs. With a `total`: bar, share, rate and time left;
 * without: count and rate.
 */
export function startProgress(
  io: Pick<Io, 'stderr' | 'watched' | 'columns'>,
  what: string,
  total?: number,
): Progress {
  if (!io.watched) return { advance() {}, end() {} };
  const startedAt = Date.now();
  let done = 0;
  let drawnAt = 0;
  const draw = (now: number) => {
    drawnAt = now;
    const line = progressLine({ what, done, total, seconds: (now - startedAt) / 1000 }, io.columns - 1);
    io.stderr.write(OVER + line);
  };
  const ticking = setInterval(() => draw(Date.now()), TICK_MS).unref();
  return {
    advance() {
      done += 1;
      const now = Date.now();
      if (now - drawnAt >= REDRAW_MS) draw(now);
    },
    end() {
      clearInterval(ticking);
      io.stderr.write(OVER);
    },
  };
}

/** How far long work has come. */
export interface Progressed {
  readonly what: string;
  readonly done: number;
  readonly total?: number | undefined;
  /** Since it began. */
  readonly seconds: number;
}

/** The text of a progress line, no longer than `columns`: the bar gives way to the figures. */
export function progressLine({ what, done, total, seconds }: Progressed, columns: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const pace = `${Math.round(rate).toLocaleString('en')} a second`;
  if (!total) return `${what}  ${done.toLocaleString('en')}, ${pace}`.slice(0, columns);
  const share = Math.min(1, done / total);
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  const count = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  const figures = `${Math.floor(share * 100)} %  ${count}, ${pace}${left}`;
  const room = Math.min(LONGEST_BAR, columns - `${what}   ${figures}`.length);
  const bar = room < SHORTEST_BAR ? '' : `${barOf(share, room)} `;
  return `${what}  ${bar}${figures}`.slice(0, columns);
}

function barOf(share: number, width: number): string {
  const filled = Math.round(share * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Seconds as people say them: `45 s`, `12 min`, `3 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
