import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { type LoginDirectory, noDirectory } from '../../lambda/logins/directory.ts';
import { LedgerUnavailable, type LoginLedger } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import type { Numbering } from '../../lambda/logins/question.ts';
import { directoryHolding, numbersOf, personAsking, steppedLedger } from './law-world.ts';
import { itKeepsTheLawsOfLogins } from './laws.ts';

const never = new AbortController().signal;
const HOUR = 60 * 60 * 1000;
const candidate = (login: string) => ({ label: `candidate ${login}`, login, checkedByOkta: false });
const silent: LoginDirectory = {
  kind: 'okta',
  lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
};

describe('a ledger in memory', () => {
  itKeepsTheLawsOfLogins(async () => createMemoryLedger(), { runs: 60, people: 8 });
});

describe('a promise of an earlier job', () => {
  it('is kept when the directory does not know', async () => {
    const ledger = createMemoryLedger();
    const first = await chooseLogin(personAsking('a', 'ann'), { directory: noDirectory, ledger }, never);
    const second = await chooseLogin(
      personAsking('a', 'ann', { jobId: 'job2' }),
      { directory: silent, ledger },
      never,
    );
    expect(second).toMatchObject({ login: first.login, repeated: true });
  });

  it('is given up when somebody else holds the login in Okta meanwhile', async () => {
    const ledger = createMemoryLedger();
    const plan = { candidates: [candidate('ann@example.com'), candidate('anna@example.com')] };
    await chooseLogin(personAsking('a', 'ann', plan), { directory: noDirectory, ledger }, never);
    const directory = directoryHolding(new Set(['ann@example.com']));
    const next = await chooseLogin(
      personAsking('a', 'ann', { ...plan, jobId: 'job2' }),
      { directory, ledger },
      never,
    );
    expect(next).toMatchObject({ kind: 'promised', login: 'anna@example.com' });
  });

  it('is given up when Okta reports a conflict for that very login', async () => {
    const ledger = createMemoryLedger();
    const world = { directory: noDirectory, ledger };
    expect((await chooseLogin(personAsking('a', 'ann'), world, never)).login).toBe('ann@example.com');
    const conflict = { candidates: [], conflicting: 'ann@example.com' };
    expect((await chooseLogin(personAsking('a', 'ann', conflict), world, never)).login).toBe(
      'ann2@example.com',
    );
  });
});

describe('taking a claim over', () => {
  const later = (hours: number) => personAsking('b', 'ann', { now: 1_000_000_000_000 + hours * HOUR });
  const promisedTo = async (directory: LoginDirectory, question = personAsking('a', 'ann')) => {
    const ledger = createMemoryLedger();
    await chooseLogin(question, { directory, ledger }, never);
    return { directory, ledger };
  };

  it('is refused before 24 hours have passed', async () => {
    const world = await promisedTo(noDirectory);
    expect((await chooseLogin(later(23), world, never)).login).toBe('ann2@example.com');
  });

  it('is granted after 24 hours when Okta again reports no conflict', async () => {
    const world = await promisedTo(noDirectory);
    expect((await chooseLogin(later(25), world, never)).login).toBe('ann@example.com');
  });

  const unchecked = (hours: number) => ({ ...later(hours), candidates: [candidate('ann@example.com')] });

  it('is refused for any other claim, however old, while the directory does not say free', async () => {
    const world = await promisedTo(noDirectory);
    expect((await chooseLogin(unchecked(1000), world, never)).login).toBe('ann2@example.com');
  });

  it('is granted for an old claim when the directory says free, and never for a young one', async () => {
    const world = await promisedTo(directoryHolding(new Set()));
    expect((await chooseLogin(unchecked(1), world, never)).login).toBe('ann2@example.com');
    const old = await chooseLogin({ ...unchecked(25), owner: { appId: '0oa', person: 'c' } }, world, never);
    expect(old.login).toBe('ann@example.com');
  });
});

describe('a directory that should answer but cannot', () => {
  const question = (whenUnknown: 'claim' | 'fail' | 'default') =>
    personAsking('a', 'ann', { whenUnknown, candidates: [candidate('ann@example.com')] });

  it('lets the login be claimed when the rules say claim, and says so', async () => {
    const world = { directory: silent, ledger: createMemoryLedger() };
    const choice = await chooseLogin(question('claim'), world, never);
    expect(choice).toMatchObject({ kind: 'promised', login: 'ann@example.com', directoryDegraded: true });
  });

  it.each(['fail', 'default'] as const)('claims nothing when the rules say %s', async (whenUnknown) => {
    const ledger = createMemoryLedger();
    const choice = await chooseLogin(question(whenUnknown), { directory: silent, ledger }, never);
    expect(choice).toMatchObject({ kind: 'unknown', directoryDegraded: true });
    expect(await ledger.promiseOf({ appId: '0oa', person: 'a' }, never)).toBeUndefined();
  });
});

describe('a ledger that cannot be asked', () => {
  const refuse = async () => {
    throw new LedgerUnavailable('throttled');
  };
  const ledger: LoginLedger = steppedLedger(createMemoryLedger(), refuse, async () => {});

  it('lets the login pass unclaimed that Okta has just checked', async () => {
    const choice = await chooseLogin(personAsking('a', 'ann'), { directory: noDirectory, ledger }, never);
    expect(choice).toMatchObject({ kind: 'unclaimed', login: 'ann@example.com', ledgerDegraded: true });
  });

  it('uses a candidate that the directory calls free, and none that it does not', async () => {
    const candidates = [candidate('ann@example.com'), candidate('anna@example.com')];
    const directory = directoryHolding(new Set(['ann@example.com']));
    const choice = await chooseLogin(personAsking('a', 'ann', { candidates }), { directory, ledger }, never);
    expect(choice).toMatchObject({ kind: 'unclaimed', login: 'anna@example.com' });
    const unsure = await chooseLogin(
      personAsking('a', 'ann', { candidates }),
      { directory: noDirectory, ledger },
      never,
    );
    expect(unsure.kind).toBe('unknown');
  });
});

describe('a login held in Okta', () => {
  it('is no obstacle when its holder is the very person this import is linked to', async () => {
    const world = { directory: directoryHolding(new Set(['ann@example.com'])), ledger: createMemoryLedger() };
    const question = personAsking('a', 'ann', {
      candidates: [candidate('ann@example.com')],
      selfId: '00uother',
    });
    expect((await chooseLogin(question, world, never)).login).toBe('ann@example.com');
  });
});

describe('numbers', () => {
  const askWith = async (at: Numbering['at']) => {
    const asked: string[] = [];
    const ledger = steppedLedger(
      createMemoryLedger(),
      async (method) => {
        asked.push(method);
      },
      async () => {},
    );
    const question = personAsking('a', 'ann', { candidates: [], numbering: { ...numbersOf('ann'), at } });
    const choice = await chooseLogin(question, { directory: noDirectory, ledger }, never);
    return { choice, taken: asked.filter((method) => method === 'takeNumbers').length };
  };

  it('that make no valid login are not taken from the ledger, however many there are', async () => {
    expect(await askWith(() => undefined)).toMatchObject({ choice: { kind: 'none' }, taken: 0 });
  });

  it('are passed over while they are too short to make one', async () => {
    const { choice } = await askWith((n) => (n < 10 ? undefined : `ann${n}@example.com`));
    expect(choice).toMatchObject({ kind: 'promised', login: 'ann10@example.com' });
  });
});
