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

describe('a call that is overtaken before it gives the old login back', () => {
  const b = asking('ann.b@example.com');
  const c = asking('ann.c@example.com');
  const stranger = { ...b, owner: { appId: '0oa', person: 'x' }, numbering: undefined };

  /** Lets `late` wait before its `last` request until `meanwhile` is done. */
  async function heldUp(
    ledger: LoginLedger,
    last: keyof LoginLedger,
    late: (slow: LoginLedger) => Promise<unknown>,
    meanwhile: () => Promise<unknown>,
  ) {
    let isOvertaken = false;
    const wait = async (method: keyof LoginLedger) => {
      if (method !== last || isOvertaken) return;
      isOvertaken = true;
      await meanwhile();
    };
    await late(steppedLedger(ledger, wait, async () => {}));
    expect(isOvertaken).toBe(true);
  }

  it('leaves it to the call that was promised it again', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(b, { directory, ledger }, signal);
    await heldUp(
      ledger,
      'release',
      (slow) => chooseLogin(c, { directory, ledger: slow }, signal),
      () => chooseLogin(b, { directory, ledger }, signal),
    );
    expect((await ledger.promiseOf(ann.owner, signal))?.login).toBe('ann.b@example.com');
    expect((await chooseLogin(stranger, { directory, ledger }, signal)).kind).toBe('none');
    expect(await ledger.claimOf('ann.c@example.com', signal)).toBeUndefined();
  });

  it('leaves it to that call also when it was to withdraw the promise', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(b, { directory, ledger }, signal);
    await heldUp(
      ledger,
      'release',
      (slow) => withdrawPromise(slow, ann.owner, signal),
      async () => {
        await chooseLogin(c, { directory, ledger }, signal);
        await chooseLogin(b, { directory, ledger }, signal);
      },
    );
    expect((await ledger.promiseOf(ann.owner, signal))?.login).toBe('ann.b@example.com');
    expect((await chooseLogin(stranger, { directory, ledger }, signal)).kind).toBe('none');
  });

  it('takes back what another job made of the promise meanwhile, login and all', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(b, { directory, ledger }, signal);
    await heldUp(
      ledger,
      'forget',
      (slow) => withdrawPromise(slow, ann.owner, signal),
      () => chooseLogin({ ...b, jobId: 'job2' }, { directory, ledger }, signal),
    );
    expect(await ledger.promiseOf(ann.owner, signal)).toBeUndefined();
    expect((await chooseLogin(stranger, { directory, ledger }, signal)).login).toBe('ann.b@example.com');
  });

  it('gives nothing back that another job was promised meanwhile, when it finds no login itself', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(b, { directory, ledger }, signal);
    const { numbering: _, ...nothing } = { ...asking('ann.d@example.com'), conflicting: 'ann.d@example.com' };
    await heldUp(
      ledger,
      'forget',
      (slow) => chooseLogin(nothing, { directory, ledger: slow }, signal),
      () => chooseLogin({ ...b, jobId: 'job2' }, { directory, ledger }, signal),
    );
    expect((await ledger.promiseOf(ann.owner, signal))?.jobId).toBe('job2');
    expect((await chooseLogin(stranger, { directory, ledger }, signal)).kind).toBe('none');
  });
});

describe('records of a version in which promises had no ids', () => {
  const { owner, jobId } = ann;
  const old = async () => {
    const ledger = createMemoryLedger();
    const promise = { login: 'ann.b@example.com', choices: 'ann.b@example.com', jobId, claimedAt: 1 };
    await ledger.settle(owner, promise, undefined, signal);
    await ledger.claim('ann.b@example.com', { owner, jobId, claimedAt: 1 }, signal);
    return ledger;
  };

  it('are kept', async () => {
    for (const job of [jobId, 'job2']) {
      const question = { ...asking('ann.b@example.com'), jobId: job };
      const choice = await chooseLogin(question, { directory, ledger: await old() }, signal);
      expect(choice).toMatchObject({ login: 'ann.b@example.com', repeated: true });
    }
  });

  it('give their login back when the choice changes, and when the promise is withdrawn', async () => {
    const changed = await old();
    await chooseLogin(asking('ann.c@example.com'), { directory, ledger: changed }, signal);
    expect(await changed.claimOf('ann.b@example.com', signal)).toBeUndefined();
    const withdrawn = await old();
    await withdrawPromise(withdrawn, owner, signal);
    expect(await withdrawn.claimOf('ann.b@example.com', signal)).toBeUndefined();
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
