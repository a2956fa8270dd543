import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { type LoginDirectory, noDirectory } from '../../lambda/logins/directory.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import type { LoginLedger } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import type { LoginQuestion } from '../../lambda/logins/question.ts';
import { Crash, crashAfterWrite, numbersOf, personAsking, steppedLedger } from './law-world.ts';

const { signal } = new AbortController();
const candidate = (login: string, checkedByOkta = false) => ({ label: `as ${login}`, login, checkedByOkta });

const owner = { appId: '0oa', person: 'a' };
const BY_ANOTHER = { owner: { appId: '0oa', person: 'x' }, jobId: 'j', claimedAt: 1_000_000_000_000 };

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

const ask = (
  change: Partial<LoginQuestion>,
  directory: LoginDirectory,
  ledger: LoginLedger = createMemoryLedger(),
) => chooseLogin(personAsking('a', 'ann', change), { directory, ledger }, signal);

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

  it('have the last number among them, also when it comes alone', async () => {
    const held = noting((login) => login.includes('2'));
    const two = { candidates: [], numbering: numbersOf('ann', 2, 3) };
    expect((await ask(two, held.directory)).login).toBe('ann3@example.com');
    const { directory } = noting((login) => !login.includes('5'));
    expect((await ask({ candidates: [], numbering: numbersOf('ann', 2, 5) }, directory)).login).toBe(
      'ann5@example.com',
    );
  });

  it('go on one by one where others claim what is free in Okta', async () => {
    const { directory, lookups } = noting((login) =>
      ['ann2@example.com', 'ann3@example.com'].includes(login),
    );
    const ledger = createMemoryLedger();
    for (let n = 4; n <= 10; n++) await ledger.claim(`ann${n}@example.com`, BY_ANOTHER, signal);
    const choice = await ask({ candidates: [], numbering: numbersOf('ann') }, directory, ledger);
    expect(choice.login).toBe('ann11@example.com');
    expect(lookups.map(({ length }) => length)).toEqual([1, 8, 1]);
  });

  it('take no number beyond the last', async () => {
    const { directory } = noting(() => true);
    const ledger = createMemoryLedger();
    await ask({ candidates: [], numbering: numbersOf('ann', 2, 10) }, directory, ledger);
    expect(await ledger.nextNumberOf('ann0@example.com', signal)).toBe(11);
  });

  it('are given up at once when nobody waits any more', async () => {
    const controller = new AbortController();
    const ledger = createMemoryLedger();
    const directory: LoginDirectory = {
      kind: 'okta',
      lookup: async (logins) => {
        controller.abort(new Error('time is up'));
        return logins.map(() => ({ state: 'taken', id: '00u1' }));
      },
    };
    const question = personAsking('a', 'ann', { candidates: [] });
    await expect(chooseLogin(question, { directory, ledger }, controller.signal)).rejects.toThrow(
      'time is up',
    );
    expect(await ledger.nextNumberOf('ann0@example.com', signal)).toBe(3);
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
    const claim = await ledger.claimOf('b@example.com', signal);
    await ledger.release('b@example.com', { ...owner, promiseId: claim?.promiseId }, signal);
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

describe('an earlier promise', () => {
  it('of the same job costs one reading and one claim', async () => {
    const ledger = createMemoryLedger();
    await ask({}, noDirectory, ledger);
    const requests: string[] = [];
    const watched = steppedLedger(
      ledger,
      async (method) => {
        requests.push(method);
      },
      async () => {},
    );
    const question = personAsking('a', 'ann');
    await chooseLogin(question, { directory: noDirectory, ledger: watched }, signal);
    expect(requests).toEqual(['promiseOf', 'claim']);
  });

  it('is lost by name when somebody holds its login in Okta', async () => {
    const ledger = createMemoryLedger();
    const candidates = [candidate('b@example.com'), candidate('c@example.com')];
    await ask({ candidates }, noDirectory, ledger);
    const { directory } = noting((login) => login === 'b@example.com');
    const choice = await ask({ candidates, jobId: 'job2' }, directory, ledger);
    expect(choice.tried[0]).toEqual({ label: 'repeated', login: 'b@example.com', outcome: 'held in Okta' });
    expect(choice.login).toBe('c@example.com');
  });

  it('keeps its login while it cannot be found out whether another one is free', async () => {
    const ledger = createMemoryLedger();
    await ask({ candidates: [candidate('b@example.com')], choices: 'one' }, noDirectory, ledger);
    const silent: LoginDirectory = {
      kind: 'okta',
      lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
    };
    const changed = {
      candidates: [candidate('c@example.com')],
      choices: 'two',
      whenUnknown: 'fail',
    } as const;
    const choice = await ask(changed, silent, ledger);
    expect(choice.tried).toEqual([
      { label: 'as c@example.com', login: 'c@example.com', outcome: 'unknown in Okta' },
    ]);
    expect(await ledger.promiseOf(owner, signal)).toMatchObject({ login: 'b@example.com' });
    expect((await ledger.claimOf('b@example.com', signal))?.owner).toEqual(owner);
  });

  it('that a crash left with another login to give back, gives it back and forgets about it', async () => {
    const ledger = createMemoryLedger();
    const next = { candidates: [candidate('c@example.com')], choices: 'two' };
    await ask({ candidates: [candidate('b@example.com')], choices: 'one' }, noDirectory, ledger);
    const killed = steppedLedger(ledger, async () => {}, crashAfterWrite(1));
    const world = { directory: noDirectory, ledger: killed };
    await expect(chooseLogin(personAsking('a', 'ann', next), world, signal)).rejects.toBeInstanceOf(Crash);
    expect(await ledger.promiseOf(owner, signal)).toMatchObject({ previous: 'b@example.com' });
    expect(await ask(next, noDirectory, ledger)).toMatchObject({ login: 'c@example.com', repeated: true });
    expect(await ledger.claimOf('b@example.com', signal)).toBeUndefined();
    expect(await ledger.promiseOf(owner, signal)).not.toHaveProperty('previous');
  });
});

describe('the login of an earlier promise that a later choice comes back to', () => {
  const b = candidate('b@example.com');
  const before = { candidates: [b], choices: 'one' };

  it('at once is claimed as before, with no request more than for a new one', async () => {
    const ledger = createMemoryLedger();
    await ask(before, noDirectory, ledger);
    const { id } = (await ledger.promiseOf(owner, signal)) ?? {};
    const requests: string[] = [];
    const note = async (method: string) => void requests.push(method);
    const watched = steppedLedger(ledger, note, async () => {});
    await ask({ candidates: [b], choices: 'two' }, noDirectory, watched);
    expect(requests).toEqual(['promiseOf', 'settle', 'claim']);
    const promise = await ledger.promiseOf(owner, signal);
    expect(promise).toEqual({
      login: b.login,
      choices: 'two',
      jobId: 'job1',
      claimedAt: 1_000_000_000_000,
      id,
    });
    expect(await ledger.claimOf(b.login, signal)).toMatchObject({ owner, promiseId: id });
  });

  it.each([0, 1, 2, 3, 4, 5])(
    'by way of one that is lost is not leaked by a crash after write %i',
    async (write) => {
      const ledger = createMemoryLedger();
      await ask(before, noDirectory, ledger);
      await ledger.claim('c@example.com', BY_ANOTHER, signal);
      const back = { candidates: [candidate('c@example.com'), b], choices: 'two' };
      const killed = steppedLedger(ledger, async () => {}, crashAfterWrite(write));
      await ask(back, noDirectory, killed).catch((error: unknown) => expect(error).toBeInstanceOf(Crash));
      await ask({ candidates: [candidate('d@example.com')], choices: 'three' }, noDirectory, ledger);
      expect(await ledger.claimOf(b.login, signal)).toBeUndefined();
      expect((await ledger.claimOf('d@example.com', signal))?.owner).toEqual(owner);
    },
  );

  it('by way of one that is lost stays theirs in the next call', async () => {
    const ledger = createMemoryLedger();
    await ask(before, noDirectory, ledger);
    await ledger.claim('c@example.com', BY_ANOTHER, signal);
    const back = { candidates: [candidate('c@example.com'), b], choices: 'two' };
    for (const repeated of [false, true])
      expect(await ask(back, noDirectory, ledger)).toMatchObject({ login: b.login, repeated });
    expect((await ledger.claimOf(b.login, signal))?.owner).toEqual(owner);
  });
});

describe('a login that the person holds in Okta', () => {
  it('may be taken over from an old claim, as one that is free', async () => {
    const ledger = createMemoryLedger();
    await ledger.claim('b@example.com', { ...BY_ANOTHER, claimedAt: 1 }, signal);
    const { directory } = noting(() => true);
    const question = { candidates: [candidate('b@example.com')], selfId: '00u1' };
    expect((await ask(question, directory, ledger)).login).toBe('b@example.com');
    expect(await ask({ ...question, selfId: '00u2', numbering: undefined }, directory)).toMatchObject({
      kind: 'none',
    });
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
