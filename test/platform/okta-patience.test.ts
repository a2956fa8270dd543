import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fixedCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient } from '../../lambda/platform/okta-client.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';

const OK: Behaviour = { body: { id: '00u1' } };
const SECONDS = 1_000;
/** Okta's clock; ours is ten minutes behind. */
const OKTA_TIME = Date.UTC(2026, 10, 20, 12);

let okta: OktaServer;
let now: number;
let pauses: number[];

beforeEach(async () => {
  okta = await startOktaServer();
  now = OKTA_TIME - 600 * SECONDS;
  pauses = [];
});
afterEach(() => okta.close());

/** Plays one behaviour a request, then the last one again and again. */
function play(...behaviours: readonly Behaviour[]): void {
  okta.behave = () => behaviours[Math.min(okta.arrivals.length, behaviours.length) - 1] ?? OK;
}

function limited(limit: number, secondsLeft: number, date = true): Behaviour {
  return {
    status: 429,
    headers: {
      'x-rate-limit-limit': String(limit),
      'x-rate-limit-remaining': '0',
      'x-rate-limit-reset': String(OKTA_TIME / SECONDS + secondsLeft),
      date: date ? new Date(OKTA_TIME).toUTCString() : 'today',
    },
    body: { errorCode: 'E0000047' },
  };
}

/** Asks with a clock that only waiting moves. */
async function ask(patienceMs: number, method = 'GET') {
  const client = createOktaClient({
    baseUrl: okta.baseUrl,
    credentials: fixedCredentials({ kind: 'api token', apiToken: 't' }),
    scopes: [],
    timeoutMs: 200,
    clock: () => now,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
    },
  });
  const { signal } = new AbortController();
  try {
    return (await client.request({ path: '/api/v1/users/a', method, signal, patienceMs })).status;
  } catch (error) {
    return error;
  }
}

describe('a rate limit', () => {
  it.each(['GET', 'POST'])('is waited for until it resets by Okta’s clock: %s', async (method) => {
    play(limited(600, 40), OK);
    expect(await ask(60 * SECONDS, method)).toBe(200);
    expect(pauses).toEqual([40 * SECONDS]);
  });

  it('is not waited for when it resets too late, and says when that is by our clock', async () => {
    play(limited(600, 40));
    const resetAt = now + 40 * SECONDS;
    const rateLimit = { limit: 600, remaining: 0, resetAt };
    expect(await ask(40 * SECONDS)).toMatchObject({ status: 429, errorCode: 'E0000047', rateLimit });
    expect(await ask(0)).toMatchObject({ status: 429 });
    expect(pauses).toEqual([]);
    expect(okta.arrivals).toHaveLength(2);
  });

  it('is waited for by our own clock when Okta does not tell the time', async () => {
    play(limited(600, 40, false), OK);
    expect(await ask(3_600 * SECONDS)).toBe(200);
    expect(pauses).toEqual([640 * SECONDS]);
  });

  it('of concurrent requests is over soon, whatever its reset says', async () => {
    play(limited(0, 3_000), limited(0, 3_000), OK);
    expect(await ask(10 * SECONDS)).toBe(200);
    expect(pauses).toHaveLength(2);
    expect(Math.max(...pauses)).toBeLessThan(SECONDS);
  });

  it('without headers, or with ones that lie, does not make the client ask without a pause', async () => {
    play({ status: 429 }, limited(600, -3_000), OK);
    expect(await ask(10 * SECONDS)).toBe(200);
    expect(Math.min(...pauses)).toBeGreaterThan(0);
    expect(pauses).toHaveLength(2);
  });
});

describe('a failure', () => {
  it.each<Behaviour>([{ status: 500 }, { status: 503 }, 'half an answer', 'hang up', 'silence'])(
    'is repeated while there is patience: %j',
    async (behaviour) => {
      play(behaviour, behaviour, OK);
      expect(await ask(10 * SECONDS)).toBe(200);
      expect(okta.arrivals).toHaveLength(3);
    },
  );

  it.each(['HEAD', 'PUT', 'DELETE'])('is repeated if the method allows it: %s', async (method) => {
    play({ status: 500 }, { status: 200 });
    expect(await ask(10 * SECONDS, method)).toBe(200);
    expect(okta.arrivals).toHaveLength(2);
  });

  it.each<Behaviour>([{ status: 500 }, 'half an answer', 'hang up', 'silence'])(
    'of a request that may have been executed is not repeated: %j',
    async (behaviour) => {
      play(behaviour, OK);
      expect(await ask(10 * SECONDS, 'POST')).not.toBe(200);
      expect(okta.arrivals).toHaveLength(1);
    },
  );

  it.each<Behaviour>([{ status: 400 }, { status: 403 }, { status: 404 }, { status: 302 }, { body: '<' }])(
    'that would be the same again is not repeated: %j',
    async (behaviour) => {
      play(behaviour, OK);
      expect(await ask(10 * SECONDS)).not.toBe(200);
      expect(okta.arrivals).toHaveLength(1);
    },
  );

  it('ends with patience, which pauses that grow use up', async () => {
    play({ status: 500 });
    expect(await ask(10 * SECONDS)).toMatchObject({ status: 500 });
    expect(pauses.reduce((sum, pause) => sum + pause)).toBeLessThan(10 * SECONDS);
    expect(pauses.length).toBeGreaterThan(3);
    expect(pauses.length).toBeLessThan(12);
  });

  it('of a kept connection that the other side had closed is repeated at once, without any patience', async () => {
    play(OK, 'hang up', OK);
    expect(await ask(0)).toBe(200);
    expect(await ask(0)).toBe(200);
    expect(okta.arrivals).toHaveLength(3);
    expect(pauses).toEqual([0]);
  });
});
