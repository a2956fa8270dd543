import { expect, it } from '@jest/globals';
import type { LoginPromise, SeedableLedger } from '../../lambda/logins/ledger.ts';

const { signal } = new AbortController();
const ann = { appId: '0oa', person: 'ann' };
const bob = { appId: '0oa', person: 'bob' };
const promise: LoginPromise = { login: 'ann@example.com', choices: 'c1', jobId: 'j1', claimedAt: 1 };
const made = (owner: typeof ann, claimedAt: number) => ({ owner, jobId: 'j1', claimedAt });

/** What every ledger does, whoever calls, as `LoginLedger` promises it. */
export function itIsALedger(open: () => Promise<SeedableLedger>): void {
  it('holds nothing at first', async () => {
    const ledger = await open();
    expect(await ledger.promiseOf(ann, signal)).toBeUndefined();
    expect(await ledger.claimOf('ann@example.com', signal)).toBeUndefined();
    expect(await ledger.nextNumberOf('ann0@example.com', signal)).toBeUndefined();
  });

  it('settles a promise once for who has read that there is none, and gives it back as it was', async () => {
    const ledger = await open();
    const whole = { ...promise, id: 7, previous: 'old@example.com', previousId: 6 };
    expect(await ledger.settle(ann, whole, undefined, signal)).toBe(true);
    expect(await ledger.settle(ann, promise, undefined, signal)).toBe(false);
    expect(await ledger.promiseOf(ann, signal)).toEqual(whole);
    expect(await ledger.promiseOf(bob, signal)).toBeUndefined();
  });

  it.each<[Partial<LoginPromise>, Partial<LoginPromise>]>([
    [{}, { login: 'x@example.com' }],
    [{}, { choices: 'c2' }],
    [{}, { jobId: 'j2' }],
    [{}, { id: 7 }],
    [{ id: 7 }, { id: undefined }],
    [{ id: 7 }, { id: 8 }],
  ])(
    'settles and forgets nothing for who has read another promise than the one there is: %p, %p',
    async (there, change) => {
      const ledger = await open();
      const recorded = { ...promise, ...there };
      await ledger.settle(ann, recorded, undefined, signal);
      const other = { ...recorded, ...change };
      expect(await ledger.settle(ann, other, other, signal)).toBe(false);
      expect(await ledger.forget(ann, other, signal)).toBe(false);
      expect(await ledger.promiseOf(ann, signal)).toEqual(recorded);
      expect(await ledger.settle(ann, other, recorded, signal)).toBe(true);
      expect(await ledger.promiseOf(ann, signal)).toEqual(other);
    },
  );

  it('forgets a promise that is still the one that was read', async () => {
    const ledger = await open();
    await ledger.settle(ann, promise, undefined, signal);
    expect(await ledger.forget(ann, promise, signal)).toBe(true);
    expect(await ledger.promiseOf(ann, signal)).toBeUndefined();
    expect(await ledger.forget(ann, promise, signal)).toBe(false);
    expect(await ledger.settle(ann, promise, undefined, signal)).toBe(true);
  });

  it('lets one owner have a login, also again, and nobody else', async () => {
    const ledger = await open();
    expect(await ledger.claim('l', made(ann, 1), signal)).toBe(true);
    expect(await ledger.claim('l', made(ann, 2), signal)).toBe(true);
    expect(await ledger.claim('l', made(bob, 3), signal)).toBe(false);
    expect(await ledger.claim('l', { ...made(bob, 3), owner: { appId: '0ob', person: 'ann' } }, signal)).toBe(
      false,
    );
    expect(await ledger.claimOf('l', signal)).toEqual(made(ann, 2));
  });

  it('gives up a claim of another owner that is older than the request allows, and no younger one', async () => {
    const ledger = await open();
    await ledger.claim('l', made(ann, 10), signal);
    const request = (takeOverBefore: number) => ({ ...made(bob, 20), takeOverBefore });
    expect(await ledger.claim('l', request(9), signal)).toBe(false);
    expect(await ledger.claim('l', request(10), signal)).toBe(false);
    expect(await ledger.claim('l', request(11), signal)).toBe(true);
    expect(await ledger.claimOf('l', signal)).toEqual(made(bob, 20));
  });

  it('takes a login back from its owner alone', async () => {
    const ledger = await open();
    await ledger.claim('l', made(ann, 1), signal);
    await ledger.release('l', bob, signal);
    expect(await ledger.claimOf('l', signal)).toEqual(made(ann, 1));
    await ledger.release('l', ann, signal);
    expect(await ledger.claimOf('l', signal)).toBeUndefined();
    await ledger.release('l', ann, signal);
    expect(await ledger.claim('l', made(bob, 2), signal)).toBe(true);
  });

  it('takes a login back for the promise it was claimed for last, and for no other one of its owner', async () => {
    const ledger = await open();
    await ledger.claim('l', { ...made(ann, 1), promiseId: 1 }, signal);
    await ledger.claim('l', { ...made(ann, 2), promiseId: 2 }, signal);
    for (const other of [{ ...ann, promiseId: 1 }, ann, { ...bob, promiseId: 2 }])
      await ledger.release('l', other, signal);
    expect(await ledger.claimOf('l', signal)).toEqual({ ...made(ann, 2), promiseId: 2 });
    await ledger.release('l', { ...ann, promiseId: 2 }, signal);
    expect(await ledger.claimOf('l', signal)).toBeUndefined();
  });

  it('takes a login back that was claimed when promises had no ids, for any promise of its owner', async () => {
    const ledger = await open();
    await ledger.claim('l', made(ann, 1), signal);
    await ledger.release('l', { ...bob, promiseId: 2 }, signal);
    expect(await ledger.claimOf('l', signal)).toEqual(made(ann, 1));
    await ledger.release('l', { ...ann, promiseId: 2 }, signal);
    expect(await ledger.claimOf('l', signal)).toBeUndefined();
  });

  it('gives out each number once, from where the first asked to begin', async () => {
    const ledger = await open();
    expect(await ledger.takeNumbers('b', 2, 1, signal)).toBe(2);
    expect(await ledger.takeNumbers('b', 2, 8, signal)).toBe(3);
    expect(await ledger.takeNumbers('b', 50, 1, signal)).toBe(11);
    expect(await ledger.nextNumberOf('b', signal)).toBe(12);
    expect(await ledger.takeNumbers('other', 7, 1, signal)).toBe(7);
  });

  it('raises a counter, and never lowers it', async () => {
    const ledger = await open();
    await ledger.raiseNumber('b', 5, signal);
    expect(await ledger.nextNumberOf('b', signal)).toBe(5);
    await ledger.raiseNumber('b', 4, signal);
    expect(await ledger.nextNumberOf('b', signal)).toBe(5);
    await ledger.raiseNumber('b', 5, signal);
    expect(await ledger.takeNumbers('b', 2, 1, signal)).toBe(5);
    await ledger.raiseNumber('b', 9, signal);
    expect(await ledger.nextNumberOf('b', signal)).toBe(9);
  });

  it('keeps people apart whose names look alike together', async () => {
    const ledger = await open();
    await ledger.settle({ appId: 'a', person: 'b#c' }, promise, undefined, signal);
    expect(await ledger.promiseOf({ appId: 'a', person: 'b' }, signal)).toBeUndefined();
    expect(await ledger.promiseOf({ appId: 'b', person: 'b#c' }, signal)).toBeUndefined();
  });
}
