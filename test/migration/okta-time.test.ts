import { describe, expect, it } from '@jest/globals';
import { openOktaTime } from '../../cli/migration/create/okta-time.ts';
import { fc } from '../fuzz.ts';

const signal = new AbortController().signal;
const START = Date.UTC(2026, 10, 20);

/** Okta's clock and this machine's; both go on, and only this machine's is set. */
async function clocks() {
  let okta = START;
  let here = START + 12_345;
  let asked = 0;
  const date = () => Math.floor(okta / 1_000) * 1_000;
  const ask = async () => {
    asked += 1;
    await undefined;
    return date();
  };
  return {
    time: await openOktaTime({ ask, clock: { now: () => here }, signal }),
    pass: (milliseconds: number) => {
      okta += milliseconds;
      here += milliseconds;
    },
    set: (byMs: number) => {
      here += byMs;
    },
    answer: () => ({ answeredAt: date() }),
    okta: () => okta,
    asked: () => asked,
  };
}

describe('Okta’s time', () => {
  const step = fc.oneof(
    fc.record({ pass: fc.nat({ max: 100_000 }) }),
    fc.record({ set: fc.integer({ min: -1e8, max: 1e8 }) }),
    fc.constant('answer' as const),
  );

  it('is never ahead of Okta’s clock, however the clock of this machine is set', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        const { time, ...world } = await clocks();
        for (const one of steps) {
          if (one === 'answer') time.note(world.answer());
          else if ('pass' in one) world.pass(one.pass);
          else world.set(one.set);
          expect(await time.now()).toBeLessThanOrEqual(world.okta());
        }
      }),
    );
  });

  it('is two seconds old at most, one of them by rounding, while nobody sets a clock', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 100_000 })), async (pauses) => {
        const { time, ...world } = await clocks();
        for (const pause of pauses) {
          world.pass(pause);
          expect(world.okta() - (await time.now())).toBeLessThanOrEqual(2_000);
        }
      }),
    );
  });

  it.each([-3_600_000, 3_600_000])(
    'is asked for when the clock of this machine was set by %d ms',
    async (byMs) => {
      const { time, ...world } = await clocks();
      world.set(byMs);
      world.pass(600_000);
      expect(world.okta() - (await time.now())).toBeLessThan(1_000);
    },
  );

  it('is asked for once by all who need it, and not while answers come', async () => {
    const { time, ...world } = await clocks();
    for (let second = 0; second < 10; second += 1) {
      world.pass(1_000);
      time.note(world.answer());
      await time.now();
    }
    expect(world.asked()).toBe(1);
    time.note({});
    world.pass(1_001);
    await Promise.all(Array.from({ length: 12 }, () => time.now()));
    expect(world.asked()).toBe(2);
  });

  it('is asked for again after it could not be told', async () => {
    let answers = [START, undefined, START + 5_000];
    let here = 0;
    const ask = async () => {
      const [first, ...rest] = answers;
      answers = rest;
      if (first === undefined) throw new Error('unreachable');
      return first;
    };
    const time = await openOktaTime({ ask, clock: { now: () => here }, signal });
    here = 5_000;
    await expect(time.now()).rejects.toThrow('unreachable');
    expect(time.latest()).toBe(START);
    expect(await time.now()).toBe(START + 5_000);
  });
});
