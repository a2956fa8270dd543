import { describe, expect, it } from '@jest/globals';
import { untilAborted, withTimeLimit } from '../../lambda/platform/time-limit.ts';

const never = () => new Promise<never>(() => undefined);
const forever = () => new AbortController().signal;

describe('a time limit', () => {
  it('ends work that does not listen, and tells it', async () => {
    let told: unknown;
    const work = (signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        told = signal.reason;
      });
      return never();
    };
    await expect(withTimeLimit(1, forever(), work)).rejects.toMatchObject({ code: 'ERR_TIME_LIMIT' });
    expect(told).toMatchObject({ code: 'ERR_TIME_LIMIT' });
  });

  it('ends work with the caller’s reason, whatever the work makes of it', async () => {
    const controller = new AbortController();
    const work = (signal: AbortSignal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('late'))));
    const limited = withTimeLimit(60_000, controller.signal, work);
    controller.abort(new Error('enough'));
    await expect(limited).rejects.toThrow('enough');
  });

  it('starts nothing for a caller who has gone', async () => {
    let started = false;
    const work = async () => {
      started = true;
    };
    await expect(withTimeLimit(60_000, AbortSignal.abort(new Error('gone')), work)).rejects.toThrow('gone');
    await expect(untilAborted(AbortSignal.abort(new Error('gone')), work)).rejects.toThrow('gone');
    expect(started).toBe(false);
  });

  it('changes nothing about work that is done in time', async () => {
    expect(await withTimeLimit(60_000, forever(), async () => 'done')).toBe('done');
    await expect(withTimeLimit(60_000, forever(), () => Promise.reject(new Error('failed')))).rejects.toThrow(
      'failed',
    );
  });
});
