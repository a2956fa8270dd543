import { describe, expect, it } from '@jest/globals';
import { createPace } from '../../cli/migration/pace.ts';
import { fc } from '../fuzz.ts';

const never = new AbortController().signal;
/** Time does not pass. */
const sleep = () => new Promise<void>(() => {});
const WINDOW = 60_000;

/** An endpoint with a limit, in a time of its own: everything happens when the clock gets there. */
class Endpoint {
  now = 1_700_000_000_000;
  readonly windows: number[] = [];
  refused = 0;
  readonly #limit: number;
  #resetAt = 0;
  #events: { readonly at: number; readonly run: () => void }[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly sleep = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => this.at(this.now + milliseconds, resolve));

  at(at: number, run: () => void): void {
    this.#events.push({ at, run });
  }

  /** What Okta answers; the end of the window comes as `readRateLimit` gives it: up to a second late. */
  call(jitterMs: number) {
    if (this.now >= this.#resetAt) {
      this.#resetAt = Math.ceil((this.now + WINDOW) / 1_000) * 1_000;
      this.windows.push(0);
    }
    const used = this.windows.at(-1) ?? 0;
    if (used >= this.#limit) this.refused += 1;
    else this.windows[this.windows.length - 1] = used + 1;
    const remaining = this.#limit - (this.windows.at(-1) ?? 0);
    return { limit: this.#limit, remaining, resetAt: this.#resetAt + jitterMs };
  }

  /** Lets time pass until nothing more happens, or the clock is there. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < 20; turn++) await undefined;
      this.#events.sort((a, b) => a.at - b.at);
      const next = this.#events.shift();
      if (!next || next.at > end) return;
      this.now = Math.max(this.now, next.at);
      next.run();
    }
  }
}

describe('a pace', () => {
  it('uses the whole share of every window, never more, and meets no 429', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 20, max: 200 }),
        fc.constantFrom(0.5, 0.95, 0.98, 1),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 900 }),
        fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 20 }),
        async (limit, share, workers, latency, jitters) => {
          // the workers must be able to use up the window
          fc.pre((workers * WINDOW) / (latency * 2) > limit * 2);
          const endpoint = new Endpoint(limit);
          const pace = createPace({ share, clock: () => endpoint.now, sleep: endpoint.sleep });
          let calls = 0;
          const work = async () => {
            for (;;) {
              await pace.take(never);
              calls += 1;
              const jitter = jitters[calls % jitters.length] ?? 0;
              await endpoint.sleep(latency / 2);
              const answer = endpoint.call(jitter);
              await endpoint.sleep(latency * (1 + (calls % 3) / 4));
              pace.note(answer);
            }
          };
          for (let worker = 0; worker < workers; worker++) void work();
          await endpoint.runUntil(endpoint.now + 5 * WINDOW);
          expect(endpoint.refused).toBe(0);
          expect(endpoint.windows.length).toBeGreaterThanOrEqual(4);
          for (const used of endpoint.windows.slice(0, -1)) expect(used).toBe(Math.floor(limit * share));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('sends one call alone into a window that nothing is known of', async () => {
    const pace = createPace({ share: 1, sleep });
    let out = 0;
    for (let call = 0; call < 5; call++) void pace.take(never).then(() => out++);
    await Promise.resolve();
    expect(out).toBe(1);
    pace.lost();
    await Promise.resolve();
    expect(out).toBe(2);
    pace.note({ limit: 3, remaining: 2, resetAt: Date.now() + WINDOW });
    await Promise.resolve();
    expect(out).toBe(4);
  });

  it('lets everybody go where there is no limit', async () => {
    const pace = createPace({ share: 0.5, sleep });
    await pace.take(never);
    pace.note(undefined);
    await Promise.all(Array.from({ length: 100 }, () => pace.take(never)));
  });

  it('takes a refusal for too many calls at once for no window', async () => {
    const pace = createPace({ share: 1, sleep });
    await pace.take(never);
    pace.note({ limit: 0, remaining: 0, resetAt: Date.now() + WINDOW });
    await pace.take(never);
  });

  it('gives way to calls of others', async () => {
    const pace = createPace({ share: 0.5, sleep });
    await pace.take(never);
    pace.note({ limit: 100, remaining: 51, resetAt: Date.now() + WINDOW });
    await pace.take(never);
    const stop = new AbortController();
    const waiting = pace.take(stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it.each([0, -1, 1.01, Number.NaN])('refuses a share of %d', (share) => {
    expect(() => createPace({ share })).toThrow(TypeError);
  });
});
