import { describe, expect, it } from '@jest/globals';
import { createPacedOkta } from '../../cli/migration/paced-okta.ts';
import { OktaError } from '../../lambda/platform/okta/errors.ts';
import type { RateLimit } from '../../lambda/platform/okta/rate-limit.ts';
import type { OktaClient } from '../../lambda/platform/okta-client.ts';

const NOW = 1_700_000_000_000;
const REFUSALS = 4;

/** Asks once in a time of its own; the first calls are turned away with 429 and this limit. Returns the pauses. */
async function pausesFor(rateLimit: RateLimit | undefined) {
  let now = NOW;
  let calls = 0;
  const pauses: number[] = [];
  const sleep = async (milliseconds: number) => {
    pauses.push(milliseconds);
    now += milliseconds;
  };
  const facts = { errorId: undefined, errorSummary: undefined, errorCauses: [] };
  const client: Pick<OktaClient, 'request'> = {
    request: async () => {
      calls += 1;
      if (calls <= REFUSALS) throw new OktaError({ ...facts, status: 429, errorCode: 'E0000047', rateLimit });
      return { status: 200, body: undefined, rateLimit: undefined };
    },
  };
  const stop = new AbortController().signal;
  const clock = { now: () => now, sleep };
  const okta = createPacedOkta(client as OktaClient, { share: 1, stop, clock });
  await okta.ask('POST /api/v1/users', { method: 'POST', path: '/api/v1/users' });
  return { calls, pauses };
}

describe('a call that is turned away with 429', () => {
  it.each<[string, RateLimit | undefined]>([
    ['a window that is used up', { limit: 600, remaining: 0, resetAt: NOW + 30_000 }],
    ['a limit of something else than this endpoint', { limit: 600, remaining: 500, resetAt: NOW + 30_000 }],
    ['a window that has just ended', { limit: 600, remaining: 0, resetAt: NOW }],
    ['too many calls at once', { limit: 0, remaining: 0, resetAt: NOW }],
    ['a proxy, without a limit', undefined],
  ])('for %s is never repeated at once', async (_, rateLimit) => {
    const { calls, pauses } = await pausesFor(rateLimit);
    expect(calls).toBe(REFUSALS + 1);
    expect(pauses.length).toBeGreaterThanOrEqual(rateLimit?.remaining === 0 ? 1 : REFUSALS);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(100);
  });
});
