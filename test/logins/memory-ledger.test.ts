import { describe, expect, it } from '@jest/globals';
import { createLedger } from '../../lambda/logins/create-ledger.ts';
import { LedgerUnavailable } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { createRehearsals } from '../../lambda/logins/rehearsal.ts';
import { itIsALedger } from './ledger-contract.ts';

const { signal } = new AbortController();
const owner = { appId: '0oa', person: 'ann' };
const promise = { login: 'ann@example.com', choices: 'c', jobId: 'j', claimedAt: 1 };

describe('a ledger in memory', () => {
  itIsALedger(async () => createMemoryLedger());

  it('is what a service has without a table', async () => {
    const ledger = createLedger(undefined);
    await ledger.settle(owner, promise, undefined, signal);
    expect(await ledger.promiseOf(owner, signal)).toEqual(promise);
  });
});

describe('a ledger over another', () => {
  const over = async () => {
    const below = createMemoryLedger();
    await below.settle(owner, promise, undefined, signal);
    await below.claim('l', { owner, jobId: 'j', claimedAt: 1 }, signal);
    await below.takeNumbers('b', 2, 1, signal);
    return { below, above: createMemoryLedger(below) };
  };

  it('sees what is below, as it is at that moment, and nothing of it once it has its own', async () => {
    const { below, above } = await over();
    expect(await above.promiseOf(owner, signal)).toEqual(promise);
    expect((await above.claimOf('l', signal))?.owner).toEqual(owner);
    expect(await above.nextNumberOf('b', signal)).toBe(3);
    await below.takeNumbers('b', 2, 5, signal);
    expect(await above.takeNumbers('b', 2, 1, signal)).toBe(8);
    await below.takeNumbers('b', 2, 5, signal);
    expect(await above.nextNumberOf('b', signal)).toBe(9);
  });

  it('takes away for itself alone', async () => {
    const { below, above } = await over();
    await above.release('l', owner, signal);
    await above.forget(owner, promise, signal);
    await above.raiseNumber('b', 100, signal);
    expect(await above.claimOf('l', signal)).toBeUndefined();
    expect(await above.promiseOf(owner, signal)).toBeUndefined();
    expect((await below.claimOf('l', signal))?.owner).toEqual(owner);
    expect(await below.promiseOf(owner, signal)).toEqual(promise);
    expect(await below.nextNumberOf('b', signal)).toBe(3);
  });

  it('is another one for every rehearsed call that names no job', async () => {
    const ledgerOf = createRehearsals(createMemoryLedger());
    await ledgerOf('').settle(owner, promise, undefined, signal);
    expect(await ledgerOf('').promiseOf(owner, signal)).toBeUndefined();
    await ledgerOf('one').settle(owner, promise, undefined, signal);
    await ledgerOf('').settle(owner, promise, undefined, signal);
    expect(await ledgerOf('one').promiseOf(owner, signal)).toEqual(promise);
  });

  it('holds no more of a rehearsed job than it may, and says so instead of forgetting somebody', async () => {
    const ledger = createRehearsals(createMemoryLedger(), 2)('one');
    const made = (person: string) => ({ owner: { appId: '0oa', person }, jobId: 'j', claimedAt: 1 });
    const writes: Record<string, (name: string) => Promise<unknown>> = {
      settle: (name) => ledger.settle(made(name).owner, promise, undefined, signal),
      claim: (name) => ledger.claim(name, made(name), signal),
      takeNumbers: (name) => ledger.takeNumbers(name, 2, 1, signal),
    };
    for (const write of Object.values(writes)) {
      for (const name of ['a', 'b', 'a']) await write(name);
      await expect(write('c')).rejects.toMatchObject({ code: 'ERR_LEDGER_UNAVAILABLE' });
    }
    expect(await ledger.promiseOf(made('a').owner, signal)).toEqual(promise);
    expect((await ledger.claimOf('a', signal))?.owner.person).toBe('a');
    expect(await ledger.nextNumberOf('a', signal)).toBe(4);
    expect(await ledger.claimOf('c', signal)).toBeUndefined();
  });

  it('is one for all calls of a rehearsed job, and afresh for the next job', async () => {
    const ledgerOf = createRehearsals(createMemoryLedger());
    await ledgerOf('one').settle(owner, promise, undefined, signal);
    expect(await ledgerOf('one').promiseOf(owner, signal)).toEqual(promise);
    expect(await ledgerOf('two').promiseOf(owner, signal)).toBeUndefined();
    expect(await ledgerOf('one').promiseOf(owner, signal)).toBeUndefined();
  });
});

it('a ledger that cannot be asked is told by a code, with one word of why', () => {
  expect(new LedgerUnavailable('Throttled')).toMatchObject({
    ...{ name: 'LedgerUnavailable', code: 'ERR_LEDGER_UNAVAILABLE', reason: 'Throttled' },
    message: 'the login ledger cannot be asked: Throttled',
  });
});
