import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LoginDirectory } from '../../lambda/logins/directory.ts';
import { createOktaDirectory } from '../../lambda/logins/okta-directory.ts';
import { fixedCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient } from '../../lambda/platform/okta-client.ts';
import { noAnswer, told } from '../arbitraries/okta-answers.ts';
import { plainLogin } from '../arbitraries/people.ts';
import { fc } from '../fuzz.ts';
import { type Arrival, type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';

const NOT_FOUND: Behaviour = { status: 404, body: { errorCode: 'E0000007' } };
const LOGINS = ['ann@example.com', 'ben@example.com', 'cat@example.com'];

let okta: OktaServer;
let now: number;
let directory: LoginDirectory;

beforeEach(async () => {
  now = Date.now();
  okta = await startOktaServer(() => NOT_FOUND);
  directory = directoryOf();
});
afterEach(() => okta.close());

/** Long enough for a request to arrive, also on a busy machine; silence takes all of it. */
const PATIENT = 500;

function directoryOf(options: { readonly timeoutMs?: number; readonly lookupMs?: number } = {}) {
  const credentials = fixedCredentials({ kind: 'api token', apiToken: 't' });
  const client = createOktaClient({ baseUrl: okta.baseUrl, credentials, scopes: [] });
  return createOktaDirectory({ client, timeoutMs: 5_000, lookupMs: 10_000, clock: () => now, ...options });
}

const lookup = (logins: readonly string[], signal = new AbortController().signal) =>
  directory.lookup(logins, signal);
const statesOf = async (logins: readonly string[]) => (await lookup(logins)).map(({ state }) => state);
const loginOf = ({ url }: Arrival) => decodeURIComponent(url.slice('/api/v1/users/'.length));

describe('Okta’s directory', () => {
  it('gives one holder a login, in the order asked, whatever order Okta answers in', async () => {
    const logins = fc.uniqueArray(plainLogin, { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(logins, fc.array(told, { minLength: 20, maxLength: 20 }), async (asked, answers) => {
        directory = directoryOf();
        okta.behave = async (arrival) => {
          const index = asked.indexOf(loginOf(arrival));
          for (let turns = index % 3; turns > 0; turns--) await new Promise(setImmediate);
          return answers[index]?.behaviour ?? 'hang up';
        };
        const holders = await lookup(asked);
        expect(holders.map(({ state }) => state)).toEqual(asked.map((_, index) => answers[index]?.means));
      }),
      { numRuns: 40 },
    );
  });

  it('says whose a login is', async () => {
    okta.behave = () => ({ body: { id: '00u1', status: 'DEPROVISIONED' } });
    expect(await lookup(['ann@example.com'])).toEqual([{ state: 'taken', id: '00u1' }]);
  });

  it('says free only for Okta’s own "not found", whatever else a proxy says', async () => {
    expect(directory.kind).toBe('okta');
    for (const answer of [
      { status: 400, body: { errorCode: 'E0000007' } },
      { status: 404, body: { errorCode: 'E0000008' } },
      { status: 410, body: { errorCode: 'E0000007' } },
    ]) {
      okta.behave = () => answer;
      expect(await statesOf(['ann@example.com'])).toEqual(['unknown']);
    }
  });

  it('asks for everybody again once somebody was answered after a pause', async () => {
    okta.behave = () => 'hang up';
    await statesOf(LOGINS);
    now += 5_000;
    okta.behave = () => ({ body: { id: '00u1' } });
    expect(await statesOf(LOGINS)).toEqual(['taken', 'taken', 'taken']);
    okta.behave = () => NOT_FOUND;
    expect(await statesOf(LOGINS)).toEqual(['free', 'free', 'free']);
  });

  it('is asked for every letter a login may have', async () => {
    const logins = ["o'neil+1@example.com", 'ñandú@example.com', 'a%2fb?c#d@example.com', '😀😀😀😀😀'];
    expect(await statesOf(logins)).toEqual(logins.map(() => 'free'));
    expect(okta.arrivals.map(loginOf).sort()).toEqual([...logins].sort());
  });

  it.each(['', '.', '..', 'me', 'ann/../../logs', '/////', '\ud800@example.com', 'a'.repeat(101)])(
    'is never asked for what would mean something else: %j',
    async (login) => {
      expect(await lookup([login])).toEqual([{ state: 'unknown' }]);
      expect(okta.arrivals).toEqual([]);
    },
  );

  it('is asked for at most five logins at once', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    okta.behave = async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      most = Math.max(most, waiting.push(resolve));
      // Nobody is answered before five wait; a sixth would have the time to come.
      if (waiting.length === 5) setTimeout(() => waiting.splice(0).map((release) => release()), 5);
      await promise;
      return NOT_FOUND;
    };
    const logins = Array.from({ length: 30 }, (_, index) => `login${index}@example.com`);
    expect(await statesOf(logins)).toEqual(logins.map(() => 'free'));
    expect(most).toBe(5);
  });
});

describe('Okta’s directory, when it is not Okta who answers', () => {
  it('says unknown, and asks nobody for five seconds', async () => {
    await fc.assert(
      fc.asyncProperty(noAnswer, async (behaviour) => {
        directory = directoryOf({ timeoutMs: 700 });
        okta.behave = () => behaviour;
        expect(await statesOf(['ann@example.com'])).toEqual(['unknown']);
        okta.arrivals.length = 0;
        okta.behave = () => NOT_FOUND;
        now += 4_999;
        expect(await statesOf(LOGINS)).toEqual(['unknown', 'unknown', 'unknown']);
        expect(okta.arrivals).toEqual([]);
        now += 1;
        expect(await statesOf(LOGINS)).toEqual(['free', 'free', 'free']);
      }),
      { numRuns: 16 },
    );
  });

  it('waits for silence once, not once a login', async () => {
    directory = directoryOf({ timeoutMs: PATIENT });
    okta.behave = () => 'silence';
    const logins = Array.from({ length: 50 }, (_, index) => `login${index}@example.com`);
    expect(await statesOf(logins)).toEqual(logins.map(() => 'unknown'));
    expect(okta.arrivals).toHaveLength(5);
  });

  it('tries one login after the pause, and pauses again when that fails', async () => {
    directory = directoryOf({ timeoutMs: PATIENT });
    okta.behave = () => 'silence';
    await lookup(LOGINS);
    now += 5_000;
    okta.arrivals.length = 0;
    const [first, second] = await Promise.all([statesOf(LOGINS), statesOf(LOGINS)]);
    expect([...first, ...second]).toEqual(Array(6).fill('unknown'));
    expect(okta.arrivals).toHaveLength(1);
  });

  it('is not mistaken for silent because one login is refused', async () => {
    okta.behave = (arrival) =>
      loginOf(arrival) === LOGINS[0] ? { status: 403, body: { errorCode: 'E0000006' } } : NOT_FOUND;
    expect(await statesOf(LOGINS)).toEqual(['unknown', 'free', 'free']);
    expect(await statesOf(LOGINS)).toEqual(['unknown', 'free', 'free']);
  });

  it('waits for a rate limit only if that resets in time', async () => {
    const limit = (milliseconds: number): Behaviour => ({
      status: 429,
      headers: {
        'x-rate-limit-limit': '600',
        'x-rate-limit-remaining': '0',
        'x-rate-limit-reset': String(Math.floor((Date.now() + milliseconds) / 1_000)),
      },
      body: { errorCode: 'E0000047' },
    });
    okta.behave = () => (okta.arrivals.length === 1 ? limit(0) : NOT_FOUND);
    expect(await statesOf(['ann@example.com'])).toEqual(['free']);
    okta.arrivals.length = 0;
    okta.behave = () => limit(60_000);
    expect(await statesOf(['ann@example.com'])).toEqual(['unknown']);
    expect(okta.arrivals).toHaveLength(1);
  });
});

describe('a lookup', () => {
  it('keeps what it knows when its time is up, and blames nobody for it', async () => {
    directory = directoryOf({ lookupMs: 200 });
    okta.behave = (arrival) => (loginOf(arrival) === LOGINS[1] ? 'silence' : NOT_FOUND);
    expect(await statesOf(LOGINS)).toEqual(['free', 'unknown', 'free']);
    expect(await statesOf(['dan@example.com'])).toEqual(['free']);
  });

  it('ends with the caller’s signal, never with an error', async () => {
    const controller = new AbortController();
    okta.behave = () => {
      controller.abort();
      return 'silence';
    };
    const unknown = LOGINS.map(() => ({ state: 'unknown' }));
    expect(await lookup(LOGINS, controller.signal)).toEqual(unknown);
    const { length } = okta.arrivals;
    expect(await lookup(LOGINS, controller.signal)).toEqual(unknown);
    expect(okta.arrivals).toHaveLength(length);
  });

  it('of nothing asks nothing', async () => {
    expect(await lookup([])).toEqual([]);
    expect(okta.arrivals).toEqual([]);
  });
});
