import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { run } from '../cli/harness.ts';
import { type Arrival, type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';
import { type RegisterWorld, SECRET, startRegisterWorld } from './register-world.ts';

const MINUTE = 60_000;

/** What stands between the command and the org: does it pass a request on, and does its answer come back? */
type Fault = (arrival: Arrival, isFirst: boolean) => Behaviour | undefined | Promise<Behaviour>;

let world: RegisterWorld;
let between: OktaServer;
let fault: Fault;
let now: number;
beforeEach(async () => {
  world = await startRegisterWorld();
  fault = () => undefined;
  now = Date.now();
  const seen = new Set<string>();
  between = await startOktaServer(async (arrival) => {
    const key = `${arrival.method} ${arrival.url}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    const found = await fault(arrival, isFirst);
    return found ?? passOn(arrival);
  });
});
afterEach(async () => {
  await between.close();
  await world.close();
});

async function passOn({ method, url, headers, body }: Arrival): Promise<Behaviour> {
  const { authorization = '' } = headers;
  const init = { method, headers: { authorization, 'content-type': 'application/json' } };
  const answer = await fetch(world.org.okta.baseUrl + url, body === '' ? init : { ...init, body });
  return { status: answer.status, body: await answer.text() };
}

/** `register` through what stands between, in a time that only its pauses move. */
const register = () => runSlowly(['register', '--type', 'import']);

const runSlowly = (argv: readonly string[]) =>
  world.run(argv, {
    env: { OKTA_BASE_URL: between.baseUrl },
    clock: {
      now: () => now,
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    },
  });

const limited = (seconds: number): Behaviour => ({
  status: 429,
  headers: {
    date: new Date(now).toUTCString(),
    'x-rate-limit-limit': '50',
    'x-rate-limit-remaining': '0',
    'x-rate-limit-reset': String(Math.floor(now / 1_000) + seconds),
  },
  body: { errorCode: 'E0000047' },
});
const waitingFor = (org: string) =>
  `waiting for Okta (${org}): no answer yet, or its rate limit; it is asked again, Ctrl-C stops\n`;

const isCreation = ({ method, url }: Arrival) => method === 'POST' && url === '/api/v1/inlineHooks';

describe('register', () => {
  it('waits as long as Okta says when every request comes too soon, and then is done', async () => {
    const startedAt = now;
    fault = (_, isFirst) => (isFirst ? limited(30) : undefined);
    expect((await register()).code).toBe(0);
    // the list, the creation and the canary
    expect(now - startedAt).toBeGreaterThanOrEqual(3 * 29_000);
    expect(await world.hooks()).toHaveLength(1);
  });

  it('says once whom it waits for, also where nobody watches', async () => {
    fault = (_, isFirst) => (isFirst ? limited(30) : undefined);
    expect(await register()).toMatchObject({ code: 0, err: waitingFor(between.baseUrl) });
  });

  it('says so before the first pause', async () => {
    let said = '';
    fault = () => ({ status: 503 });
    const { err } = await world.run(['register', '--type', 'import'], {
      env: { OKTA_BASE_URL: between.baseUrl },
      stderr: { write: (text) => (said += text) },
      clock: {
        now: () => now,
        sleep: async (milliseconds) => {
          if (milliseconds > 0) expect(said).toBe(waitingFor(between.baseUrl));
          now += milliseconds;
        },
      },
    });
    expect([err, said]).toEqual(['', expect.stringContaining('Okta answered 503')]);
  });

  it.each<[string, Behaviour]>([
    ['fails', { status: 503 }],
    ['is cut', 'hang up'],
    ['is cut in the middle of its answer', 'half an answer'],
  ])('is done although every request that may be repeated %s once', async (_title, behaviour) => {
    fault = (arrival, isFirst) => (isFirst && !isCreation(arrival) ? behaviour : undefined);
    expect(await register()).toMatchObject({ code: 0 });
    expect(await world.hooks()).toHaveLength(1);
  });

  it.each<[string, Behaviour]>([
    ['fails', { status: 502 }],
    ['is cut', 'hang up'],
  ])(
    'makes no second hook when the answer to the creation %s: it ends, and the next run finds the hook',
    async (_title, behaviour) => {
      fault = (arrival, isFirst) =>
        isFirst && isCreation(arrival) ? passOn(arrival).then(() => behaviour) : undefined;
      const { code, err } = await register();
      expect(code).toBe(1);
      expect(err).toMatch(/^error: /);
      expect(between.arrivals.filter(isCreation)).toHaveLength(1);
      expect(await register()).toMatchObject({ code: 0 });
      expect(await world.hooks()).toHaveLength(1);
    },
  );

  it.each<[string, () => Behaviour, RegExp]>([
    [
      'is limited for ever',
      () => limited(60),
      /^error: Okta answered 429 \(E0000047\)\n {2}next {2}try again$/,
    ],
    [
      'is limited for longer than anybody waits',
      () => limited(600),
      /^error: Okta answered 429 \(E0000047\)\n {2}next {2}try again$/,
    ],
    ['fails for ever', () => ({ status: 500 }), /^error: Okta answered 500\n {2}next {2}try again$/],
    [
      'cuts every connection',
      () => 'hang up',
      /^error: no answer from Okta: \w+\n {2}at {4}https:\/\/localhost:\d+\n {2}next {2}check OKTA_BASE_URL, .*$/,
    ],
  ])('ends in its time and with one error when Okta %s', async (_title, behaviour, line) => {
    const startedAt = now;
    fault = () => behaviour();
    const { code, out, err } = await register();
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replace(waitingFor(between.baseUrl), '').trimEnd()).toMatch(line);
    expect(err).not.toContain(SECRET);
    expect(now - startedAt).toBeLessThanOrEqual(1.5 * MINUTE);
    expect(between.arrivals.length).toBeLessThan(20);
    expect(world.writes()).toEqual([]);
  });
});

describe('an org that does not answer', () => {
  it('is named by doctor, which asks it in several ways, once while it waits and once in the error', async () => {
    fault = () => 'hang up';
    const { code, out, err } = await runSlowly(['doctor']);
    expect([code, out]).toEqual([1, '']);
    const [waiting, ...error] = err.trimEnd().split('\n');
    expect(`${waiting}\n`).toBe(waitingFor(between.baseUrl));
    expect(error).toEqual([
      expect.stringMatching(/^error: no answer from Okta: \w+$/),
      `  at    ${between.baseUrl}`,
      expect.stringMatching(/^ {2}next {2}check OKTA_BASE_URL, /),
    ]);
  });

  it('is named by what reads people out of it', async () => {
    fault = () => ({ status: 200, body: 'a sign-in page' });
    const env = { OKTA_BASE_URL: between.baseUrl, OKTA_API_TOKEN: 'any' };
    const { code, err } = await run(['ledger', 'seed', '--from-okta', '--dry-run'], { env });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(
        /^error: the answer is not Okta's: not JSON\n {2}at {4}https:.*\n {2}next {2}check/,
      ),
    ]);
    expect(err).toContain(between.baseUrl);
  });
});
