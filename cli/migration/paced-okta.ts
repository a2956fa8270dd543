import { OktaError } from '../../lambda/platform/okta/errors.ts';
import type { RateLimit } from '../../lambda/platform/okta/rate-limit.ts';
import { pauseBeforeRetry } from '../../lambda/platform/okta/retry.ts';
import type { OktaAnswer, OktaClient, OktaRequest } from '../../lambda/platform/okta-client.ts';
import type { Clock } from '../command.ts';
import { createPace, type Pace } from './pace.ts';

/** A request that waits its turn. */
export interface PacedRequest extends Omit<OktaRequest, 'signal' | 'patienceMs'> {
  /** Runs before the request goes out for the first time, when nothing has to be waited for any more. */
  readonly before?: (() => Promise<void>) | undefined;
}

/** Okta, asked as fast as each endpoint's limit allows. */
export interface PacedOkta {
  /**
   * One request. Stopping ends the waiting; a request that is out is let come to its end. Turned away with 429 it
   * is repeated for as long as that takes, after other failures where {@link pauseBeforeRetry} says so.
   *
   * @param endpoint what shares a limit, such as `POST /api/v1/users`
   * @throws what {@link OktaClient.request} throws, the reason of `stop`
   */
  ask(endpoint: string, request: PacedRequest): Promise<OktaAnswer>;
  /** Whether this endpoint has carried out a request: then its permission is not what is missing. */
  hasWorked(endpoint: string): boolean;
}

/** How Okta is asked. */
export interface PacedOktaOptions {
  /** How much of Okta's limits may be used: above 0, at most 1. */
  readonly share: number;
  readonly stop: AbortSignal;
  readonly clock: Clock;
}

const ATTEMPTS = 6;

/** Every exchange has its own time limit: stopping may wait for it. */
const NEVER = new AbortController().signal;

/** Asks one org; each endpoint has a pace of its own. */
export function createPacedOkta(
  client: Pick<OktaClient, 'request'>,
  { share, stop, clock }: PacedOktaOptions,
): PacedOkta {
  const paces = new Map<string, Pace>();
  const worked = new Set<string>();
  const paceOf = (endpoint: string): Pace => {
    const pace = paces.get(endpoint) ?? createPace({ share, clock: clock.now, sleep: clock.sleep });
    paces.set(endpoint, pace);
    return pace;
  };
  const once = async (
    endpoint: string,
    request: Omit<OktaRequest, 'signal'>,
    before?: () => Promise<void>,
  ) => {
    const pace = paceOf(endpoint);
    await pace.take(stop);
    try {
      await before?.();
      const answer = await client.request({ ...request, signal: NEVER });
      pace.note(answer.rateLimit);
      worked.add(endpoint);
      return answer;
    } catch (error) {
      // an error without a limit may be a proxy's: it does not say that there is none
      if (error instanceof OktaError && error.rateLimit) pace.note(error.rateLimit);
      else pace.lost();
      throw error;
    }
  };
  return {
    hasWorked: (endpoint) => worked.has(endpoint),
    async ask(endpoint, { before, ...request }) {
      const { method = 'GET', repeatable = false } = request;
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(endpoint, request, attempt === 0 ? before : undefined);
        } catch (error) {
          const isTurnedAway = error instanceof OktaError && error.status === 429;
          if (!isTurnedAway && attempt >= ATTEMPTS) throw error;
          const now = clock.now();
          const pause = pauseBeforeRetry(error, { method, repeatable, attempt, now });
          if (pause === undefined) throw error;
          if (!isTurnedAway || !isUsedUp(error.rateLimit, now)) await clock.sleep(pause, stop);
        }
      }
    },
  };
}

/** For the end of a window that is used up the pace waits by itself; of whatever else there is it knows nothing. */
const isUsedUp = (rateLimit: RateLimit | undefined, now: number): boolean =>
  rateLimit !== undefined && rateLimit.limit > 0 && rateLimit.remaining === 0 && rateLimit.resetAt > now;
