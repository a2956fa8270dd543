import { describe, expect, it } from '@jest/globals';
import { createRest } from '../../lambda/logins/rest.ts';

describe('a pause in asking', () => {
  const world = () => {
    let now = 1_000;
    const rest = createRest(5_000, () => now);
    return {
      rest,
      wait: (milliseconds: number) => {
        now += milliseconds;
      },
    };
  };

  it('is none as long as there are answers', () => {
    const { rest, wait } = world();
    expect([rest.mayAsk(), rest.isInDoubt]).toEqual([true, false]);
    rest.end();
    wait(10_000);
    expect([rest.mayAsk(), rest.mayAsk(), rest.isInDoubt]).toEqual([true, true, false]);
  });

  it('lasts as long as it was said, and then lets one question go ahead', () => {
    const { rest, wait } = world();
    rest.begin();
    expect([rest.mayAsk(), rest.isInDoubt]).toEqual([false, true]);
    wait(4_999);
    expect(rest.mayAsk()).toBe(false);
    wait(1);
    expect([rest.mayAsk(), rest.mayAsk(), rest.isInDoubt]).toEqual([true, false, true]);
    wait(5_000);
    expect(rest.mayAsk()).toBe(true);
  });

  it('is over with the first answer', () => {
    const { rest } = world();
    rest.begin();
    rest.end();
    expect([rest.mayAsk(), rest.isInDoubt]).toEqual([true, false]);
  });
});
