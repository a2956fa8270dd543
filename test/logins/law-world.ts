import type { LoginDirectory } from '../../lambda/logins/directory.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import type { LoginLedger } from '../../lambda/logins/ledger.ts';
import type { LoginQuestion, Numbering } from '../../lambda/logins/question.ts';

/** A process that died right after a write. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

type Step = (method: keyof LoginLedger) => Promise<void>;

/** A ledger whose every request waits for `before`, and tells `after` what it has done. */
export function steppedLedger(ledger: LoginLedger, before: Step, after: Step): LoginLedger {
  const step =
    <Name extends keyof LoginLedger>(name: Name) =>
    async (...args: never[]) => {
      await before(name);
      const answer = await (ledger[name] as (...args: never[]) => Promise<unknown>)(...args);
      await after(name);
      return answer;
    };
  const names = [
    'promiseOf',
    'claimOf',
    'nextNumberOf',
    'settle',
    'claim',
    'release',
    'forget',
    'takeNumbers',
  ] as const;
  return Object.fromEntries(names.map((name) => [name, step(name)])) as unknown as LoginLedger;
}

/** Lets a process die after its n-th write, counted from 0. */
export function crashAfterWrite(n: number): Step {
  let writes = 0;
  return async (method) => {
    if (method.endsWith('Of')) return;
    if (writes++ === n) throw new Crash('killed');
  };
}

/** An Okta in which the given folded logins are taken by somebody. */
export function directoryHolding(folds: ReadonlySet<string>, id = '00uother'): LoginDirectory {
  return {
    kind: 'okta',
    lookup: async (logins) =>
      logins.map((login) => (folds.has(foldLogin(login)) ? { state: 'taken', id } : { state: 'free' })),
  };
}

/** `name2@…`, `name3@…` and so on. */
export function numbersOf(name: string, from = 2, to = 99_999): Numbering {
  return { base: `${name}0@example.com`, from, to, at: (n) => `${name}${n}@example.com` };
}

/** A person of the app `0oa` who wants `name@example.com`, or a number of it. */
export function personAsking(
  person: string,
  name: string,
  change: Partial<LoginQuestion> = {},
): LoginQuestion {
  return {
    owner: { appId: '0oa', person },
    jobId: 'job1',
    now: 1_000_000_000_000,
    choices: `choices of ${name}`,
    candidates: [{ label: 'as sent', login: `${name}@example.com`, checkedByOkta: true }],
    numbering: numbersOf(name),
    whenUnknown: 'claim',
    ...change,
  };
}
