import type { OktaAnswer, OktaClient } from '../../../lambda/platform/okta-client.ts';
import { singleFlight } from '../../../lambda/platform/single-flight.ts';
import type { Clock } from '../../command.ts';

/**
 * Okta's time as its answers tell it, in milliseconds since the epoch: never ahead of Okta's clock, whatever the clock of
 * this machine says, and also when that is set while a run goes on.
 */
export interface OktaTime {
  /** A time that Okta gave within the last second, as far as anybody here can tell; else Okta is asked. */
  now(): Promise<number>;
  /** The time that Okta gave last. */
  latest(): number;
  /** Takes note of an answer. */
  note(answer: Pick<OktaAnswer, 'answeredAt'>): void;
}

/** How Okta is asked for the time. */
export interface OktaTimeOptions {
  readonly ask: (signal: AbortSignal) => Promise<number>;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

const FRESH_MS = 1_000;

/** Asks for the time once, and from then on when there was no answer for a second. Rejects with what `ask` does. */
export async function openOktaTime({ ask, clock, signal }: OktaTimeOptions): Promise<OktaTime> {
  const known = (time: number) => ({ time, seenAt: clock.now() });
  const renew = singleFlight(async (stop) => {
    last = known(await ask(stop));
  });
  let last = known(await ask(signal));
  // a clock that was set looks like a long time, in either direction
  const isFresh = () => Math.abs(clock.now() - last.seenAt) <= FRESH_MS;
  return {
    latest: () => last.time,
    note: ({ answeredAt }) => {
      if (answeredAt !== undefined) last = known(answeredAt);
    },
    now: async () => {
      if (!isFresh()) await renew(signal);
      return last.time;
    },
  };
}

/** The same client, whose answers tell the time. */
export const tellingTime = (
  client: Pick<OktaClient, 'request'>,
  time: OktaTime,
): Pick<OktaClient, 'request'> => ({
  request: async (request) => {
    const answer = await client.request(request);
    time.note(answer);
    return answer;
  },
});
