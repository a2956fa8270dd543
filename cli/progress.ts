import type { Io } from './command.ts';

const REDRAW_MS = 100;
const BAR = 24;

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
    const line = progressLine(what, done, total, (now - startedAt) / 1000);
    io.stderr.write(`\r\u001b[2K${line.slice(0, io.columns - 1)}`);
  };
  return {
    advance() {
      done += 1;
      const now = Date.now();
      if (now - drawnAt >= REDRAW_MS) draw(now);
    },
    end: () => io.stderr.write('\r\u001b[2K'),
  };
}

/** The text of a progress line; `seconds` since the work began. */
export function progressLine(what: string, done: number, total: number | undefined, seconds: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const count = `${done.toLocaleString('en')}${total === undefined ? '' : ` of ${total.toLocaleString('en')}`}`;
  const pace = `${Math.round(rate).toLocaleString('en')} a second`;
  if (total === undefined || total === 0) return `${what}  ${count}, ${pace}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * BAR);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const left = rate > 0 ? `, ${duration((total - done) / rate)} left` : '';
  return `${what}  ${bar} ${Math.floor(share * 100)} %  ${count}, ${pace}${left}`;
}

/** Seconds as people say them: `45 s`, `12 min`, `3 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
