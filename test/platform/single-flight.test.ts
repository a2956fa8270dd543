import { describe, expect, it } from '@jest/globals';
import { singleFlight } from '../../lambda/platform/single-flight.ts';

/** Work whose runs are ended by hand. */
function work() {
  const runs: (PromiseWithResolvers<string> & { readonly signal: AbortSignal })[] = [];
  const share = singleFlight((signal) => {
    const run = { ...Promise.withResolvers<string>(), signal };
    runs.push(run);
    return run.promise;
  });
  return { share, runs };
}

const never = () => new AbortController().signal;
const settled = () => new Promise(setImmediate);

describe('work that is shared', () => {
  it('runs once for all who come while it runs, and again for who comes later', async () => {
    const { share, runs } = work();
    const both = Promise.all([share(never()), share(never())]);
    expect(runs).toHaveLength(1);
    runs[0]?.resolve('one');
    expect(await both).toEqual(['one', 'one']);
    const later = share(never());
    expect(runs).toHaveLength(2);
    runs[1]?.resolve('two');
    expect(await later).toBe('two');
  });

  it('that fails, fails for all who waited, and is not started again by that', async () => {
    const { share, runs } = work();
    const all = Promise.allSettled([share(never()), share(never())]);
    runs[0]?.reject(new Error('broken'));
    expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toHaveLength(1);
  });

  it('that ends because its first caller gave up, is started again once for the others', async () => {
    const { share, runs } = work();
    const controller = new AbortController();
    const first = share(controller.signal);
    const others = Promise.all([share(never()), share(never())]);
    controller.abort();
    runs[0]?.reject(new Error('given up'));
    await expect(first).rejects.toThrow('given up');
    await settled();
    expect(runs).toHaveLength(2);
    runs[1]?.resolve('all the same');
    expect(await others).toEqual(['all the same', 'all the same']);
  });

  it('is not started again for somebody who has given up, too', async () => {
    const { share, runs } = work();
    const [first, second] = [new AbortController(), new AbortController()];
    const both = Promise.allSettled([share(first.signal), share(second.signal)]);
    first.abort();
    second.abort();
    runs[0]?.reject(new Error('given up'));
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toHaveLength(1);
  });

  it('goes on for a run that somebody else has begun meanwhile', async () => {
    const { share, runs } = work();
    const first = share(never());
    runs[0]?.resolve('one');
    await first;
    const [second, third] = [share(never()), share(never())];
    await settled();
    expect(runs).toHaveLength(2);
    runs[1]?.resolve('two');
    expect(await Promise.all([second, third])).toEqual(['two', 'two']);
  });
});
