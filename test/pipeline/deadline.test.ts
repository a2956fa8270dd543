import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { deadlineOf } from '../../lambda/pipeline/deadline.ts';
import { readHttpEvent } from '../../lambda/pipeline/http-event.ts';
import { createHookSecrets } from '../../lambda/platform/secrets.ts';
import { listen } from '../../local/listen.ts';
import { clientFor, contextWith, eventOf, openWorld, unchanged, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  world.records.length = 0;
});

/** Leaves the pipeline 50 ms. */
const shortly = contextWith(300);
const never = () => new Promise<never>(() => {});

describe('the deadline of a call', () => {
  const NOW = Date.UTC(2026, 10, 20);
  it.each<[string, number | undefined, number | undefined, number]>([
    ['counts from the receipt of a fresh event', NOW - 400, 5_000, 1_900],
    ['counts from now for a recorded event', NOW - 5_001, 5_000, 2_300],
    ['counts from now for an event of a clock ahead', NOW + 1, 5_000, 2_300],
    ['counts from now without a time', undefined, undefined, 2_300],
    ['ends before Lambda does', NOW, 1_000, 750],
    ['may be over already', NOW - 4_000, 5_000, -1_700],
  ])('%s', (_, timeEpoch, remaining, expected) => {
    const http = readHttpEvent({ requestContext: { timeEpoch } });
    const context = remaining === undefined ? undefined : contextWith(remaining);
    expect(deadlineOf(http, context, NOW) - NOW).toBe(expected);
  });
});

describe('a call whose time is up', () => {
  it('gets the chosen ending, its signal aborts, and what comes late leaves no line', async () => {
    let signal: AbortSignal | undefined;
    let late = false;
    const hook = world.with({
      decide: async (_, call) => {
        signal = call.signal;
        await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
        late = true;
        return unchanged;
      },
    });
    const answer = await hook(eventOf(), shortly);
    expect(answer).toMatchObject({ statusCode: 200, body: '{"error":{"errorSummary":"out of time"}}' });
    await sleep(5);
    expect({ late, aborted: signal?.aborted }).toEqual({ late: true, aborted: true });
    expect(world.records).toMatchObject([
      { counts: { DeadlineMissed: 1 }, facts: { eventId: expect.any(String) }, fault: undefined },
    ]);
  });

  it('discards a decision that fails because of the abort', async () => {
    const hook = world.with({
      decide: (_, call) =>
        new Promise((_resolve, reject) =>
          call.signal.addEventListener('abort', () => reject(call.signal.reason)),
        ),
    });
    expect(await hook(eventOf(), shortly)).toMatchObject({ statusCode: 200 });
    await sleep(5);
    expect(world.records).toHaveLength(1);
  });

  it('answers 500 when the chosen ending fails', async () => {
    const outOfTime = () => {
      throw new Error('x');
    };
    expect(await world.with({ decide: never, outOfTime })(eventOf(), shortly)).toMatchObject({
      statusCode: 500,
    });
    expect(world.records).toMatchObject([{ counts: { DeadlineMissed: 1 }, fault: { name: 'Error' } }]);
  });

  it('answers 503 without deciding when no time was left at the start', async () => {
    world.decided.length = 0;
    expect(await world.hook(eventOf(), contextWith(200))).toMatchObject({ statusCode: 503 });
    expect(world.decided).toEqual([]);
    expect(world.records).toMatchObject([
      { facts: { code: 'ERR_OUT_OF_TIME' }, counts: { DeadlineMissed: 1 } },
    ]);
  });

  it('answers 503 when Secrets Manager hangs, and hangs up on it', async () => {
    let hungUp: () => void;
    const closed = new Promise<void>((resolve) => {
      hungUp = resolve;
    });
    const server = await listen(
      createServer((request) => request.socket.on('close', () => hungUp())),
      { port: 0 },
    );
    const client = clientFor(server);
    try {
      const secrets = createHookSecrets({ client, secretId: 'hooks/import' });
      const hook = world.with({ authentication: { kind: 'header', header: 'authorization', secrets } });
      world.decided.length = 0;
      expect(await hook(eventOf(), shortly)).toMatchObject({ statusCode: 503 });
      await closed;
      expect(world.decided).toEqual([]);
      expect(world.records).toMatchObject([{ facts: { code: 'ERR_OUT_OF_TIME' } }]);
    } finally {
      client.destroy();
      await server.close();
    }
  });
});

describe('an answer in time', () => {
  it('leaves no timer and no aborted signal behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    await world.hook(eventOf(), contextWith());
    const before = timers();
    let during = 0;
    const hook = world.with({
      decide: async () => {
        during = timers();
        return unchanged;
      },
    });
    await hook(eventOf(), contextWith());
    expect(world.decided.at(-1)?.call.signal.aborted).toBe(false);
    expect({ during, after: timers() }).toEqual({ during: before + 1, after: before });
  });
});
