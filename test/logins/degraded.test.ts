import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { type LoginDirectory, noDirectory } from '../../lambda/logins/directory.ts';
import { LedgerUnavailable, type LoginLedger } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import type { LoginQuestion } from '../../lambda/logins/question.ts';
import { withdrawPromise } from '../../lambda/logins/withdraw.ts';
import { directoryHolding, personAsking, steppedLedger } from './law-world.ts';

const { signal } = new AbortController();
const owner = { appId: '0oa', person: 'a' };
const unchecked = { candidates: [{ label: 'candidate 1', login: 'b@example.com', checkedByOkta: false }] };
const silent: LoginDirectory = {
  kind: 'okta',
  lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
};
const failing = (error: Error): LoginLedger =>
  steppedLedger(
    createMemoryLedger(),
    () => Promise.reject(error),
    async () => {},
  );
const unavailable = () => failing(new LedgerUnavailable('throttled'));

describe('a promise of another job', () => {
  it.each([
    ['a directory that cannot say', silent, true],
    ['no directory', noDirectory, false],
    ['a directory that says free', directoryHolding(new Set()), false],
  ])('is kept with %s, and degraded is %#', async (_, directory, directoryDegraded) => {
    const ledger = createMemoryLedger();
    await chooseLogin(personAsking('a', 'ann', unchecked), { directory: noDirectory, ledger }, signal);
    const question = personAsking('a', 'ann', { ...unchecked, jobId: 'job2' });
    expect(await chooseLogin(question, { directory, ledger }, signal)).toMatchObject({
      ...{ login: 'b@example.com', repeated: true, directoryDegraded, ledgerDegraded: false },
    });
  });
});

describe('a directory', () => {
  const checked = { candidates: [{ label: 'as sent', login: 'b@example.com', checkedByOkta: true }] };
  it.each<[string, LoginDirectory, object, object]>([
    ['that there is not is no fault', noDirectory, unchecked, { kind: 'promised', directoryDegraded: false }],
    ['that says free is none', directoryHolding(new Set()), unchecked, { directoryDegraded: false }],
    [
      'is not needed for what Okta has checked',
      silent,
      checked,
      { kind: 'promised', directoryDegraded: false },
    ],
    ['that cannot say is one', silent, unchecked, { kind: 'unknown', directoryDegraded: true }],
  ])('%s', async (_, directory, candidates, expected) => {
    const question = personAsking('a', 'ann', { ...candidates, whenUnknown: 'fail', numbering: undefined });
    const ledger = createMemoryLedger();
    expect(await chooseLogin(question, { directory, ledger }, signal)).toMatchObject(expected);
  });
});

describe('a ledger that cannot be asked', () => {
  it.each<[string, LoginDirectory, object]>([
    ['a free login is used', directoryHolding(new Set()), { kind: 'unclaimed', label: 'candidate 1' }],
    [
      'a held one is not',
      directoryHolding(new Set(['b@example.com'])),
      { kind: 'unknown', directoryDegraded: false },
    ],
    ['nor one nobody can judge', silent, { kind: 'unknown', directoryDegraded: true }],
    ['nor one that nobody was asked about', noDirectory, { kind: 'unknown', directoryDegraded: false }],
  ])('%s', async (_, directory, expected) => {
    const question = personAsking('a', 'ann', unchecked);
    expect(await chooseLogin(question, { directory, ledger: unavailable() }, signal)).toMatchObject({
      ...{ repeated: false, tried: [], ledgerDegraded: true },
      ...expected,
    });
  });

  describe.each<[string, LoginDirectory]>([
    ['no directory', noDirectory],
    ['a directory that calls everything free', directoryHolding(new Set())],
  ])('in the middle of a call, with %s', (_, directory) => {
    const lostTo = async (question: ReturnType<typeof personAsking>) => {
      const ledger = createMemoryLedger();
      await chooseLogin(personAsking('b', 'ann'), { directory: noDirectory, ledger }, signal);
      const failing = { ...ledger, takeNumbers: () => Promise.reject(new LedgerUnavailable('throttled')) };
      return chooseLogin(question, { directory, ledger: failing }, signal);
    };
    const lost = [{ label: 'as sent', login: 'ann@example.com', outcome: 'claimed by another' }];

    it('gives no login away that it has just called somebody else’s', async () => {
      expect(await lostTo(personAsking('a', 'ann'))).toEqual({
        ...{ kind: 'unknown', repeated: false, tried: lost },
        ...{ directoryDegraded: false, ledgerDegraded: true },
      });
    });

    it('gives none away in another spelling', async () => {
      const as = (login: string, checkedByOkta: boolean) => ({ label: 'as sent', login, checkedByOkta });
      const candidates = [as('ann@example.com', true), as('Änn@example.com', false)];
      const { kind, login } = await lostTo(personAsking('a', 'ann', { candidates }));
      expect([kind, login]).toEqual(['unknown', undefined]);
    });
  });

  it('forgets nothing of a directory that could not say', async () => {
    const ledger = createMemoryLedger();
    const claim = { owner: { appId: '0oa', person: 'x' }, jobId: 'j', claimedAt: 0 };
    await ledger.claim('b@example.com', claim, signal);
    const failing = { ...ledger, takeNumbers: () => Promise.reject(new LedgerUnavailable('throttled')) };
    const question = personAsking('a', 'ann', unchecked);
    expect(await chooseLogin(question, { directory: silent, ledger: failing }, signal)).toMatchObject({
      ...{ kind: 'unknown', directoryDegraded: true, ledgerDegraded: true },
    });
  });

  it.each<[string, keyof LoginLedger, Partial<LoginQuestion>, Partial<LoginQuestion>]>([
    ['the login of an earlier choice is given back', 'release', unchecked, { choices: 'new' }],
    ['the promise is handed on to another job', 'settle', unchecked, { ...unchecked, jobId: 'job2' }],
  ])('takes no promise back, when only after it %s', async (_, last, before, change) => {
    const ledger = createMemoryLedger();
    await chooseLogin(personAsking('a', 'ann', before), { directory: noDirectory, ledger }, signal);
    let isClaimed = false;
    const failing = steppedLedger(
      ledger,
      async (method) => {
        if (isClaimed && method === last) throw new LedgerUnavailable('throttled');
      },
      async (method) => {
        isClaimed ||= method === 'claim';
      },
    );
    const question = personAsking('a', 'ann', change);
    const choice = await chooseLogin(question, { directory: noDirectory, ledger: failing }, signal);
    expect(choice).toMatchObject({ kind: 'promised', ledgerDegraded: true });
    expect((await ledger.claimOf(choice.login ?? '', signal))?.owner).toEqual(owner);
  });

  it('is one in which somebody else is faster for ever', async () => {
    const ledger = createMemoryLedger();
    const contended: LoginLedger = { ...ledger, settle: async () => false };
    const choice = await chooseLogin(
      personAsking('a', 'ann'),
      { directory: noDirectory, ledger: contended },
      signal,
    );
    expect(choice).toMatchObject({ kind: 'unclaimed', login: 'ann@example.com', ledgerDegraded: true });
    expect(await ledger.claimOf('ann@example.com', signal)).toBeUndefined();
  });

  it('is no excuse for a fault of this program', async () => {
    const world = { directory: noDirectory, ledger: failing(new TypeError('a fault')) };
    await expect(chooseLogin(personAsking('a', 'ann'), world, signal)).rejects.toThrow('a fault');
  });

  it('says nothing to a caller who has given up', async () => {
    const gone = AbortSignal.abort(new Error('time is up'));
    const world = { directory: noDirectory, ledger: unavailable() };
    await expect(chooseLogin(personAsking('a', 'ann'), world, gone)).rejects.toThrow('time is up');
  });
});

describe('taking a promise back', () => {
  it('is done when there is none', async () => {
    expect(await withdrawPromise(createMemoryLedger(), owner, signal)).toBe(true);
  });

  it('gives login and promise back', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(personAsking('a', 'ann'), { directory: noDirectory, ledger }, signal);
    expect(await withdrawPromise(ledger, owner, signal)).toBe(true);
    expect(await ledger.claimOf('ann@example.com', signal)).toBeUndefined();
    expect(await ledger.promiseOf(owner, signal)).toBeUndefined();
  });

  it('is not done, and no fault, while the ledger cannot be asked', async () => {
    expect(await withdrawPromise(unavailable(), owner, signal)).toBe(false);
    await expect(withdrawPromise(failing(new TypeError('a fault')), owner, signal)).rejects.toThrow(
      'a fault',
    );
    const gone = AbortSignal.abort(new Error('time is up'));
    await expect(withdrawPromise(unavailable(), owner, gone)).rejects.toThrow('time is up');
  });
});
