import type { Middleware } from './exchange.ts';

/** The header by which an authenticated caller asks that nothing be written. */
export const REHEARSAL_HEADER = 'x-hook-rehearsal';

/** Marks the call as a rehearsal when its header says `true`. Stands after `authenticate` in the chain. */
export function honourRehearsal(): Middleware {
  return {
    before: ({ event }) => {
      event.call.rehearsal = event.http.headers.get(REHEARSAL_HEADER) === 'true';
    },
  };
}
