import { OktaUnreachable } from '../../lambda/platform/okta/errors.ts';
import { answeredAt } from '../../lambda/platform/okta/rate-limit.ts';

const TIMEOUT_MS = 10_000;
/** `Date` counts whole seconds, and leaves off the rest: half a second on average. */
const HALF_SECOND_MS = 500;

/**
 * How far the org's clock is ahead of this machine's, in milliseconds, by the `Date` header of an answer that needs no
 * credentials (RFC 9110 section 6.6.1).
 *
 * @throws OktaUnreachable when there is no answer with a date
 */
export async function clockSkewOf(baseUrl: string, now: () => number, signal: AbortSignal): Promise<number> {
  const asked = now();
  const time = await orgTime(baseUrl, signal);
  return time + HALF_SECOND_MS - (asked + now()) / 2;
}

/**
 * The org's time, in milliseconds since the epoch and whole seconds, by the same header.
 *
 * @throws OktaUnreachable when there is no answer with a date, the reason of the signal
 */
export async function orgTime(baseUrl: string, signal: AbortSignal): Promise<number> {
  const url = new URL('/.well-known/okta-organization', baseUrl);
  const time = await fetch(url, {
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).then(
    async ({ headers, body }) => {
      await body?.cancel();
      return answeredAt(headers);
    },
    () => undefined,
  );
  signal.throwIfAborted();
  if (time === undefined) throw new OktaUnreachable('connection');
  return time;
}
