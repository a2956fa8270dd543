import { singleFlight } from '../../platform/single-flight.ts';
import type { Attempt } from '../attempt.ts';

/** Does something for an attempt, until the signal aborts. */
type Work<Result> = (attempt: Attempt, signal: AbortSignal) => Promise<Result>;

/**
 * Lets a delivery that arrives while an identical one is under way share its result: same event id, and the same
 * attempt too, since the id alone decides nothing about a password. Afterwards nothing is remembered.
 */
export function joinDeliveries<Result>(work: Work<Result>): Work<Result> {
  const flights = new Map<
    string,
    { readonly attempt: Attempt; readonly share: Share<Result>; users: number }
  >();

  return async (attempt, signal) => {
    const { eventId } = attempt;
    if (!eventId) return work(attempt, signal);
    const under = flights.get(eventId);
    if (under && !isSame(under.attempt, attempt)) return work(attempt, signal);
    const flight = under ?? { attempt, share: singleFlight((until) => work(attempt, until)), users: 0 };
    flights.set(eventId, flight);
    flight.users += 1;
    try {
      return await flight.share(signal);
    } finally {
      flight.users -= 1;
      if (flight.users === 0) flights.delete(eventId);
    }
  };
}

type Share<Result> = (signal: AbortSignal) => Promise<Result>;

function isSame(one: Attempt, other: Attempt): boolean {
  return one.username === other.username && one.password === other.password && one.address === other.address;
}
