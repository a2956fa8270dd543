import { describe, expect, it } from '@jest/globals';
import { createBreaker } from '../../lambda/passwords/guards/breaker.ts';
import {
  type Counters,
  createDynamoCounters,
  createMemoryCounters,
} from '../../lambda/passwords/guards/counters.ts';
import { guardSource } from '../../lambda/passwords/guards/guard-source.ts';
import { joinDeliveries } from '../../lambda/passwords/guards/join.ts';
import { createThrottle } from '../../lambda/passwords/guards/throttle.ts';
import { cannotDecide, MATCH } from '../../lambda/passwords/outcome.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { startTable } from '../logins/dynamo/table.ts';
import { ATTEMPT, NEVER } from './world.ts';

const limits = { minutes: 5, usernameAndAddress: 3, username: 6, address: 8 };
const at = (now: number, counters: Counters = createMemoryCounters()) => {
  let time = now;
  return {
    throttle: createThrottle({ counters, limits, clock: () => time, patienceMs: 30_000 }),
    wait: (milliseconds: number) => {
      time += milliseconds;
    },
  };
};
const from = (username: string, address: string) => ({ username, address });

/** How many of so many attempts are allowed. */
async function allowed(
  throttle: ReturnType<typeof at>['throttle'],
  attempts: readonly ReturnType<typeof from>[],
) {
  const permissions = await Promise.all(attempts.map((attempt) => throttle(attempt, NEVER)));
  return permissions.filter((permission) => permission.allowed).length;
}

describe('the throttle', () => {
  const guesses = (count: number, address = '192.0.2.1') =>
    Array.from({ length: count }, () => from('ana', address));

  it('stops guesses at one name from one address, and not the same person elsewhere', async () => {
    const { throttle } = at(0);
    expect(await allowed(throttle, guesses(50))).toBe(3);
    expect(await allowed(throttle, [from('ana', '198.51.100.9')])).toBe(0);
    const fresh = at(0).throttle;
    expect(await allowed(fresh, guesses(4))).toBe(3);
    expect(await allowed(fresh, [from('ana', '198.51.100.9')])).toBe(1);
  });

  it('takes names that Okta calls equal for one', async () => {
    const names = ['ana', 'ANA', 'Aná', 'aná'].map((name) => from(name, '192.0.2.1'));
    expect(await allowed(at(0).throttle, names)).toBe(3);
  });

  it('stops one address that tries many names, later than one that tries one', async () => {
    const spray = Array.from({ length: 20 }, (_, index) => from(`person${index}`, '192.0.2.1'));
    expect(await allowed(at(0).throttle, spray)).toBe(8);
  });

  it('does not count people without an address as one office', async () => {
    const unknown = Array.from({ length: 20 }, (_, index) => from(`person${index}`, ''));
    expect(await allowed(at(0).throttle, unknown)).toBe(20);
  });

  it('forgets when the window is over', async () => {
    const { throttle, wait } = at(0);
    await allowed(throttle, guesses(5));
    wait(5 * 60_000);
    expect(await allowed(throttle, guesses(5))).toBe(3);
  });

  it('goes on counting by itself, under the same limits, when the shared counters fail', async () => {
    let requests = 0;
    const broken = {
      add: async () => {
        requests += 1;
        throw new Error('no table');
      },
    };
    const { throttle } = at(0, broken);
    expect(await throttle(from('ana', '192.0.2.1'), NEVER)).toEqual({ allowed: true, degraded: true });
    expect(await allowed(throttle, guesses(50))).toBe(2);
    expect(requests).toBe(3);
  });

  it('shares its counters through DynamoDB, none lost among fifty at once, none with a name in it', async () => {
    const table = await startTable();
    try {
      const counters = createDynamoCounters({ client: table.client, table: LOCAL_CREDENTIAL_TABLE });
      const instances = Array.from({ length: 5 }, () => at(0, counters).throttle);
      const sums = await Promise.all(instances.map((throttle) => allowed(throttle, guesses(10))));
      expect(sums.reduce((sum, count) => sum + count, 0)).toBe(3);
      const names: string[] = [];
      await at(0, { add: async (name) => names.push(name) }).throttle(from('ana', '192.0.2.1'), NEVER);
      expect(names.join()).not.toMatch(/ana|192\.0/);
    } finally {
      await table.close();
    }
  });
});

describe('the breaker', () => {
  it('opens after failures in a row, lets one through after a pause, and closes when that one succeeds', () => {
    let now = 0;
    const breaker = createBreaker({ failures: 2, pause: 100, clock: () => now });
    for (const answered of [false, true, false, false]) {
      expect(breaker.mayPass()).toBe(true);
      breaker.settle(answered);
    }
    expect(breaker.mayPass()).toBe(false);
    now = 100;
    expect([breaker.mayPass(), breaker.mayPass()]).toEqual([true, false]);
    breaker.settle(true);
    expect([breaker.mayPass(), breaker.mayPass()]).toEqual([true, true]);
  });

  it('keeps calls from a source that is down, and a 503 stays a 503', async () => {
    let asked = 0;
    const ask = guardSource(
      async () => {
        asked += 1;
        return cannotDecide('source down');
      },
      { timeout: 1_000, clock: () => 0 },
    );
    for (let call = 0; call < 9; call += 1)
      expect(await ask(ATTEMPT, NEVER)).toEqual(cannotDecide('source down'));
    expect(asked).toBe(3);
  });

  it('does not open for a person whose hash is broken', async () => {
    const ask = guardSource(async () => cannotDecide('malformed hash'), { timeout: 1_000 });
    for (let call = 0; call < 9; call += 1) {
      expect(await ask(ATTEMPT, NEVER)).toEqual(cannotDecide('malformed hash'));
    }
  });

  it('ends the wait for a source that never answers, and its work with it', async () => {
    let ended = false;
    const ask = guardSource(
      (_, signal) => {
        signal.addEventListener('abort', () => {
          ended = true;
        });
        return new Promise(() => {});
      },
      { timeout: 20 },
    );
    expect(await ask(ATTEMPT, NEVER)).toEqual(cannotDecide('source slow'));
    expect(ended).toBe(true);
  });

  it('lets no error of a driver out', async () => {
    const ask = guardSource(() => Promise.reject(new Error(ATTEMPT.password)), { timeout: 1_000 });
    expect(await ask(ATTEMPT, NEVER)).toEqual(cannotDecide('source unclear'));
  });
});

describe('identical deliveries under way', () => {
  const counting = () => {
    let runs = 0;
    const gate = Promise.withResolvers<void>();
    const decide = joinDeliveries(async () => {
      runs += 1;
      await gate.promise;
      return MATCH;
    });
    return { decide, runs: () => runs, open: gate.resolve };
  };

  it('are decided once', async () => {
    const { decide, runs, open } = counting();
    const both = [decide(ATTEMPT, NEVER), decide({ ...ATTEMPT }, NEVER)];
    open();
    expect(await Promise.all(both)).toEqual([MATCH, MATCH]);
    expect(runs()).toBe(1);
    await decide(ATTEMPT, NEVER);
    expect(runs()).toBe(2);
  });

  it.each([{ password: 'another' }, { username: 'another' }, { eventId: 'another' }, { eventId: undefined }])(
    'are not identical with %j: nobody gets the answer to another password',
    async (change) => {
      const { decide, runs, open } = counting();
      const both = [decide(ATTEMPT, NEVER), decide({ ...ATTEMPT, ...change }, NEVER)];
      open();
      await Promise.all(both);
      expect(runs()).toBe(2);
    },
  );
});
