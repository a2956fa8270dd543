import { expect, it } from '@jest/globals';
import type { Arbitrary } from 'fast-check';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { noDirectory } from '../../lambda/logins/directory.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import type { LoginLedger } from '../../lambda/logins/ledger.ts';
import type { LoginChoice, LoginQuestion } from '../../lambda/logins/question.ts';
import { withdrawPromise } from '../../lambda/logins/withdraw.ts';
import { fc } from '../fuzz.ts';
import {
  Crash,
  crashAfterWrite,
  directoryHolding,
  numbersOf,
  personAsking,
  steppedLedger,
} from './law-world.ts';

const never = new AbortController().signal;
const nothing = async () => {};
const people = (count: number) => Array.from({ length: count }, (_, index) => `person${index}`);
const foldsOf = (choices: readonly LoginChoice[]) => choices.map(({ login }) => foldLogin(login ?? 'none'));

const ask = (question: LoginQuestion, ledger: LoginLedger) =>
  chooseLogin(question, { directory: noDirectory, ledger }, never);

/** How large the laws are tried: runs per law, people per run. */
export interface Size {
  readonly runs: number;
  readonly people: number;
}

/** The laws of how logins stay unique, for any ledger. */
export function itKeepsTheLawsOfLogins(
  createLedger: () => Promise<LoginLedger>,
  { runs, people: most }: Size,
): void {
  const count = fc.integer({ min: 2, max: most });

  it('never promises two owners logins that fold alike, whatever the interleaving', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        count,
        fc.constantFrom('josé', 'jose', 'JOSE'),
        async (scheduler, n, spelling) => {
          const ledger = steppedLedger(
            await createLedger(),
            (name) => scheduler.schedule(Promise.resolve(), name),
            nothing,
          );
          const questions = people(n).map((person, index) =>
            personAsking(person, index % 2 ? spelling : 'jose'),
          );
          const answers = Promise.all(questions.map((question) => ask(question, ledger)));
          const choices = await scheduler.waitFor(answers);
          expect(new Set(foldsOf(choices)).size).toBe(n);
          expect(foldsOf(choices)).toContain('jose@example.com');
        },
      ),
      { numRuns: runs },
    );
  });

  it('gives fifty people with one name and no reported conflict fifty logins, and the same fifty again', async () => {
    const ledger = await createLedger();
    const fifty = () => Promise.all(people(50).map((person) => ask(personAsking(person, 'amy'), ledger)));
    const first = foldsOf(await fifty());
    expect(new Set(first).size).toBe(50);
    expect(first).toContain('amy@example.com');
    expect(foldsOf(await fifty())).toEqual(first);
  });

  it('gives the same owner with the same choices in the same job the same login, however often and at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), count, fc.integer({ min: 2, max: 4 }), async (scheduler, n, calls) => {
        const ledger = steppedLedger(
          await createLedger(),
          (name) => scheduler.schedule(Promise.resolve(), name),
          nothing,
        );
        const owners = people(n);
        const asked = owners.flatMap((person) =>
          Array.from({ length: calls }, () => ask(personAsking(person, 'ann'), ledger)),
        );
        const choices = await scheduler.waitFor(Promise.all(asked));
        const again = await scheduler.waitFor(
          Promise.all(owners.map((person) => ask(personAsking(person, 'ann'), ledger))),
        );
        const folds = foldsOf(choices);
        for (const [index, fold] of foldsOf(again).entries()) {
          expect(new Set(folds.slice(index * calls, (index + 1) * calls))).toEqual(new Set([fold]));
        }
        expect(new Set(folds).size).toBe(n);
      }),
      { numRuns: runs },
    );
  });

  it('gives k free candidates to exactly k of more people, and the rest none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), count, fc.nat({ max: most - 1 }), async (scheduler, n, free) => {
        const k = Math.min(free, n - 1);
        const ledger = steppedLedger(
          await createLedger(),
          (name) => scheduler.schedule(Promise.resolve(), name),
          nothing,
        );
        const numbering = numbersOf('kim', 2, k + 1);
        const questions = people(n).map((person) =>
          personAsking(person, 'kim', { candidates: [], numbering }),
        );
        const choices = await scheduler.waitFor(
          Promise.all(questions.map((question) => ask(question, ledger))),
        );
        const promised = choices.filter(({ kind }) => kind === 'promised');
        expect(promised).toHaveLength(k);
        expect(new Set(foldsOf(promised)).size).toBe(k);
        expect(choices.filter(({ kind }) => kind === 'none')).toHaveLength(n - k);
      }),
      { numRuns: runs },
    );
  });

  it('keeps the last promise of a person theirs, however many calls of theirs overtake a slow one', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        asked,
        fc.array(asked, { maxLength: 4 }),
        others,
        async (scheduler, slow, quick, rest) => {
          const ledger = await createLedger();
          const late = steppedLedger(ledger, (name) => scheduler.schedule(Promise.resolve(), name), nothing);
          const overtaking = async () => {
            for (const one of quick) await oneOf('ann', one, late);
          };
          const strangers = rest.map((one, index) => oneOf(`stranger${index}`, one, late));
          await scheduler.waitFor(Promise.all([oneOf('ann', slow, late), overtaking(), ...strangers]));
          for (const person of ['ann', ...rest.map((_, index) => `stranger${index}`)])
            await expectHeld(person, ledger);
        },
      ),
      { numRuns: runs * 5 },
    );
  });

  it('repairs a crash after any single write at the next call, and blocks nobody', async () => {
    await fc.assert(
      fc.asyncProperty(count, deaths, async (n, { call, write }) => {
        const ledger = await createLedger();
        const before = people(n);
        const known = before.filter((person) => person !== 'person1' || call !== 'first');
        for (const person of known) await ask(personAsking(person, 'eve'), ledger);
        const victim = personAsking('person1', 'eve', call === 'renamed' ? newName('eva') : {});
        const dying = steppedLedger(ledger, nothing, crashAfterWrite(write));
        await expect(ask(victim, dying)).rejects.toBeInstanceOf(Crash);

        const repaired = await ask(victim, ledger);
        expect(repaired.kind).toBe('promised');
        expect((await ask(victim, ledger)).login).toBe(repaired.login);
        const others = before.filter((person) => person !== 'person1');
        const choices = [];
        for (const person of others) choices.push(await ask(personAsking(person, 'eve'), ledger));
        expect(new Set(foldsOf([...choices, repaired])).size).toBe(n);
        if (call === 'renamed') await expectFree('eve2@example.com', ledger);
      }),
      { numRuns: runs },
    );
  });

  it('passes numbers that are held in Okta already, however many', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200 }), async (held) => {
        const taken = new Set(Array.from({ length: held }, (_, index) => `bob${index + 2}@example.com`));
        const world = { directory: directoryHolding(taken), ledger: await createLedger() };
        const choice = await chooseLogin(personAsking('p', 'bob', { candidates: [] }), world, never);
        expect(choice.kind).toBe('promised');
        expect(taken.has(choice.login ?? '')).toBe(false);
      }),
      { numRuns: runs },
    );
  });
}

/** What a call wants for its person: the first of these logins that is free, or nothing any more. */
interface Asked {
  readonly logins: readonly string[];
  readonly jobId: string;
}

const asked: Arbitrary<Asked> = fc.record({
  logins: fc.constantFrom([], ['l@example.com'], ['m@example.com'], ['l@example.com', 'm@example.com']),
  jobId: fc.constantFrom('job1', 'job2'),
});
const others = fc.array(asked, { maxLength: 2 });

async function oneOf(person: string, { logins, jobId }: Asked, ledger: LoginLedger): Promise<void> {
  const candidates = logins.map((login) => ({ label: 'candidate', login, checkedByOkta: false }));
  const choices = logins.join(' ');
  const question = { ...personAsking(person, 'x', { candidates, choices, jobId }), numbering: undefined };
  if (logins.length === 0) await withdrawPromise(ledger, question.owner, never);
  else await ask(question, ledger);
}

/** Whoever was promised a login last, holds it. */
async function expectHeld(person: string, ledger: LoginLedger): Promise<void> {
  const owner = { appId: '0oa', person };
  const promise = await ledger.promiseOf(owner, never);
  const claim = promise && (await ledger.claimOf(foldLogin(promise.login), never));
  expect(claim?.owner).toEqual(promise && owner);
}

/** How many writes a call makes whose plain login is taken: a person's first one, the same again, under another name. */
const WRITES = { first: 5, again: 1, renamed: 3 } as const;

/** Every single write after which a call may die, counted from 0. */
const deaths = fc.constantFrom(
  ...(['first', 'again', 'renamed'] as const).flatMap((call) =>
    Array.from({ length: WRITES[call] }, (_, write) => ({ call, write })),
  ),
);

const newName = (name: string): Partial<LoginQuestion> => {
  const { choices, candidates, numbering } = personAsking('', name);
  return { choices, candidates, ...(numbering && { numbering }) };
};

/** Somebody else can have the login that was given back. */
async function expectFree(login: string, ledger: LoginLedger): Promise<void> {
  const candidates = [{ label: 'candidate 1', login, checkedByOkta: false }];
  const { numbering: _, ...stranger } = personAsking('stranger', 'x', {
    candidates,
    choices: `only ${login}`,
  });
  expect((await ask(stranger, ledger)).login).toBe(login);
}
