import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { noDirectory } from '../../lambda/logins/directory.ts';
import type { LoginLedger } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import type { LoginQuestion } from '../../lambda/logins/question.ts';
import { withdrawPromise } from '../../lambda/logins/withdraw.ts';
import { Crash, crashAfterWrite, personAsking, steppedLedger } from './law-world.ts';

const { signal } = new AbortController();
const directory = noDirectory;
const ann = personAsking('a', 'ann');
const asking = (login: string): LoginQuestion => ({
  ...ann,
  choices: login,
  candidates: [{ label: 'candidate 1', login, checkedByOkta: false }],
});

/** Asks `late`, which is overtaken by the whole of `early` between its first look and its first write. */
async function overtaken(ledger: LoginLedger, late: LoginQuestion, early: LoginQuestion) {
  let first: Awaited<ReturnType<typeof chooseLogin>> | undefined;
  const slow = steppedLedger(
    ledger,
    async (method) => {
      if (method === 'settle') first ??= await chooseLogin(early, { directory, ledger }, signal);
    },
    async () => {},
  );
  const second = await chooseLogin(late, { directory, ledger: slow }, signal);
  return { first, second };
}

describe('two calls for one person at the same moment', () => {
  it('come to one login when they offer the same choices', async () => {
    const { first, second } = await overtaken(createMemoryLedger(), ann, ann);
    expect(second).toMatchObject({ kind: 'promised', login: first?.login, repeated: true });
  });

  it('come to a login of their own choices each, and neither is anybody else’s', async () => {
    const ledger = createMemoryLedger();
    const { first, second } = await overtaken(
      ledger,
      asking('ann.b@example.com'),
      asking('ann.c@example.com'),
    );
    expect(first?.login).toBe('ann.c@example.com');
    expect(second).toMatchObject({ kind: 'promised', login: 'ann.b@example.com', repeated: false });
    for (const login of ['ann.b@example.com', 'ann.c@example.com']) {
      expect((await ledger.claimOf(login, signal))?.owner).toEqual(ann.owner);
    }
    expect((await ledger.promiseOf(ann.owner, signal))?.login).toBe('ann.b@example.com');
  });

  it('come to another login when the one that the first call chose is somebody else’s, however old', async () => {
    const ledger = createMemoryLedger();
    const { choices, jobId } = ann;
    const twin = { login: 'ann.b@example.com', choices, jobId, claimedAt: 0 };
    const late = steppedLedger(
      ledger,
      async (method) => {
        if (method === 'settle') await ledger.settle(ann.owner, twin, undefined, signal);
      },
      async () => {},
    );
    const stranger = { owner: { appId: '0oa', person: 'x' }, jobId, claimedAt: 0 };
    await ledger.claim('ann.b@example.com', stranger, signal);
    const choice = await chooseLogin(ann, { directory, ledger: late }, signal);
    expect(choice.tried).toEqual([
      { label: 'repeated', login: 'ann.b@example.com', outcome: 'claimed by another' },
      { label: 'as sent', login: 'ann@example.com', outcome: 'chosen' },
    ]);
    expect(await ledger.promiseOf(ann.owner, signal)).toMatchObject({ login: 'ann@example.com' });
  });

  it('come to one login also when only the second finds it chosen, and say so', async () => {
    const { first, second } = await overtaken(createMemoryLedger(), ann, ann);
    expect(second.tried).toEqual([{ label: 'repeated', login: first?.login, outcome: 'chosen' }]);
  });
});

describe('a promise that came to nothing', () => {
  it('is forgotten when no login is free', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(
      { ...asking('ann.b@example.com'), owner: { appId: '0oa', person: 'b' } },
      { directory, ledger },
      signal,
    );
    const { numbering: _, ...question } = asking('ann.b@example.com');
    const choice = await chooseLogin(question, { directory, ledger }, signal);
    expect(choice.kind).toBe('none');
    expect(await ledger.promiseOf(ann.owner, signal)).toBeUndefined();
  });

  it('is withdrawn with the login of an earlier choice that a crash had left claimed', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(asking('ann.b@example.com'), { directory, ledger }, signal);
    const killed = steppedLedger(ledger, async () => {}, crashAfterWrite(1));
    const next = chooseLogin(asking('ann.c@example.com'), { directory, ledger: killed }, signal);
    await expect(next).rejects.toBeInstanceOf(Crash);
    expect(await withdrawPromise(ledger, ann.owner, signal)).toBe(true);
    for (const login of ['ann.b@example.com', 'ann.c@example.com']) {
      expect(await ledger.claimOf(login, signal)).toBeUndefined();
    }
    expect(await ledger.promiseOf(ann.owner, signal)).toBeUndefined();
  });
});
