import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { type LoginDirectory, noDirectory } from '../../lambda/logins/directory.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import type { LoginQuestion } from '../../lambda/logins/question.ts';
import { numbersOf, personAsking } from './law-world.ts';

const { signal } = new AbortController();
const candidate = (login: string, checkedByOkta = false) => ({ label: `as ${login}`, login, checkedByOkta });

/** A directory that notes which logins are asked for at once, and which of them are taken. */
function noting(isTaken: (login: string) => boolean) {
  const lookups: string[][] = [];
  const directory: LoginDirectory = {
    kind: 'okta',
    lookup: async (logins) => {
      lookups.push([...logins]);
      return logins.map((login) => (isTaken(login) ? { state: 'taken', id: '00u1' } : { state: 'free' }));
    },
  };
  return { directory, lookups };
}

const ask = (change: Partial<LoginQuestion>, directory: LoginDirectory, ledger = createMemoryLedger()) =>
  chooseLogin(personAsking('a', 'ann', change), { directory, ledger }, signal);

describe('the logins of a question', () => {
  it('are looked up together, each once, and what Okta has checked is not asked at all', async () => {
    const { directory, lookups } = noting((login) => login !== 'c@example.com');
    const candidates = [
      candidate('b@example.com'),
      candidate('B@example.com'),
      candidate('ann@example.com', true),
      candidate('c@example.com'),
    ];
    const ledger = createMemoryLedger();
    await chooseLogin(personAsking('other', 'ann'), { directory: noDirectory, ledger }, signal);
    const choice = await ask({ candidates }, directory, ledger);
    expect(choice).toMatchObject({ kind: 'promised', login: 'c@example.com', label: 'as c@example.com' });
    expect(lookups).toEqual([['b@example.com', 'c@example.com']]);
    expect(choice.tried).toEqual([
      { label: 'as ann@example.com', login: 'ann@example.com', outcome: 'claimed by another' },
      { label: 'as b@example.com', login: 'b@example.com', outcome: 'held in Okta' },
      { label: 'as c@example.com', login: 'c@example.com', outcome: 'chosen' },
    ]);
  });

  it('that Okta has just checked come first, wherever they stand', async () => {
    const { directory, lookups } = noting(() => false);
    const candidates = [candidate('b@example.com'), candidate('ann@example.com', true)];
    expect((await ask({ candidates }, directory)).login).toBe('ann@example.com');
    expect(lookups).toEqual([]);
  });

  it('go on with numbers, in strides that grow while all of them are held in Okta', async () => {
    const last = 2 + 1 + 8 + 16 + 32 + 64 + 64;
    const { directory, lookups } = noting((login) => Number(/\d+/.exec(login)?.[0]) < last);
    const choice = await ask({ candidates: [], numbering: numbersOf('ann') }, directory);
    expect(choice.login).toBe(`ann${last}@example.com`);
    expect(lookups.map(({ length }) => length)).toEqual([1, 8, 16, 32, 64, 64, 64]);
    expect(choice.label).toBe(`number ${last}`);
  });

  it('end with the last number', async () => {
    const { directory, lookups } = noting(() => true);
    const choice = await ask({ candidates: [], numbering: numbersOf('ann', 2, 5) }, directory);
    expect(choice).toMatchObject({ kind: 'none', login: undefined });
    expect(lookups.flat().map((login) => foldLogin(login))).toEqual(
      [2, 3, 4, 5].map((n) => `ann${n}@example.com`),
    );
  });

  it('have the last number among them', async () => {
    const { directory } = noting((login) => !login.includes('5'));
    expect((await ask({ candidates: [], numbering: numbersOf('ann', 2, 5) }, directory)).login).toBe(
      'ann5@example.com',
    );
  });

  it('are none where there is neither a candidate nor a number', async () => {
    const { directory, lookups } = noting(() => false);
    const choice = await ask({ candidates: [], numbering: undefined }, directory);
    expect(choice).toEqual({
      kind: 'none',
      ...{ login: undefined, label: undefined, repeated: false, tried: [] },
      ...{ directoryDegraded: false, ledgerDegraded: false },
    });
    expect(lookups).toEqual([]);
  });
});

describe('a promise', () => {
  it('of the same job is kept without asking anybody about it', async () => {
    const ledger = createMemoryLedger();
    const candidates = [candidate('b@example.com')];
    const { directory, lookups } = noting(() => false);
    await ask({ candidates }, directory, ledger);
    lookups.length = 0;
    const again = await ask({ candidates }, directory, ledger);
    expect(again).toMatchObject({ login: 'b@example.com', label: 'repeated', repeated: true });
    expect(again.tried).toEqual([{ label: 'repeated', login: 'b@example.com', outcome: 'chosen' }]);
    expect(lookups).toEqual([]);
  });

  it('of another job is asked about, unless Okta has just checked it, and belongs to the new job then', async () => {
    const ledger = createMemoryLedger();
    const { directory, lookups } = noting(() => false);
    const candidates = [candidate('b@example.com')];
    await ask({ candidates }, directory, ledger);
    lookups.length = 0;
    await ask({ candidates, jobId: 'job2', now: 5 }, directory, ledger);
    expect(lookups).toEqual([['b@example.com']]);
    const owner = { appId: '0oa', person: 'a' };
    expect(await ledger.promiseOf(owner, signal)).toMatchObject({ jobId: 'job2', claimedAt: 5 });
    await ask({ candidates: [candidate('b@example.com', true)], jobId: 'job3' }, directory, ledger);
    expect(lookups).toHaveLength(1);
  });

  it('is given up with its login when the choices change', async () => {
    const ledger = createMemoryLedger();
    await ask({ candidates: [candidate('b@example.com')], choices: 'one' }, noDirectory, ledger);
    const next = await ask({ candidates: [candidate('c@example.com')], choices: 'two' }, noDirectory, ledger);
    expect(next).toMatchObject({ login: 'c@example.com', repeated: false });
    expect(await ledger.claimOf('b@example.com', signal)).toBeUndefined();
  });

  it('keeps its login when the choices change and come to the same one', async () => {
    const ledger = createMemoryLedger();
    const candidates = [candidate('b@example.com')];
    await ask({ candidates, choices: 'one' }, noDirectory, ledger);
    await ask({ candidates: [candidate('B@example.com')], choices: 'two' }, noDirectory, ledger);
    expect((await ledger.claimOf('b@example.com', signal))?.owner.person).toBe('a');
  });

  it('whose login somebody else has claimed meanwhile is lost, and the next login is tried', async () => {
    const ledger = createMemoryLedger();
    const candidates = [candidate('b@example.com'), candidate('c@example.com')];
    await ask({ candidates }, noDirectory, ledger);
    await ledger.release('b@example.com', { appId: '0oa', person: 'a' }, signal);
    await ledger.claim(
      'b@example.com',
      { owner: { appId: '0oa', person: 'x' }, jobId: 'j', claimedAt: 1 },
      signal,
    );
    const choice = await ask({ candidates }, noDirectory, ledger);
    expect(choice.tried).toEqual([
      { label: 'repeated', login: 'b@example.com', outcome: 'claimed by another' },
      { label: 'as c@example.com', login: 'c@example.com', outcome: 'chosen' },
    ]);
  });
});

describe('a claim of exactly a day', () => {
  const DAY = 24 * 60 * 60 * 1_000;
  const claimed = async () => {
    const ledger = createMemoryLedger();
    await ledger.claim(
      'ann@example.com',
      { owner: { appId: '0oa', person: 'x' }, jobId: 'j', claimedAt: 0 },
      signal,
    );
    return ledger;
  };

  it('still holds, and a moment later it does not', async () => {
    expect((await ask({ now: DAY }, noDirectory, await claimed())).login).toBe('ann2@example.com');
    expect((await ask({ now: DAY + 1 }, noDirectory, await claimed())).login).toBe('ann@example.com');
  });
});
