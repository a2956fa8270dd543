import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createMemoryLedger } from '../../../lambda/logins/memory-ledger.ts';
import { fc } from '../../fuzz.ts';
import { itKeepsTheLawsOfLogins } from '../laws.ts';
import type { Asked } from './claimant.ts';
import { startTable } from './table.ts';

jest.setTimeout(120_000);

let table: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  table = await startTable();
});
afterAll(() => table.close());

describe('the ledger in DynamoDB, at length', () => {
  itKeepsTheLawsOfLogins(() => table.freshLedger(), { runs: 60, people: 12 });
});

describe('the ledger in memory, at length', () => {
  itKeepsTheLawsOfLogins(async () => createMemoryLedger(), { runs: 2_000, people: 10 });
});

/** A process of its own that asks for people, one after the other. */
interface Claimant {
  /** Settles when so many people have their login, or it has ended. */
  reaches(count: number): Promise<void>;
  /** All it was told in its life; `isKilled` when it did not come to its end. */
  readonly end: Promise<{ readonly told: Asked; readonly isKilled: boolean }>;
  kill(): void;
}

function startClaimant(name: string, people: readonly string[]): Claimant {
  const file = path.join(import.meta.dirname, 'claimant.ts');
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child: ChildProcess = fork(file, [table.url, name, ...people], { execArgv: [], env });
  const told: Record<string, string> = {};
  child.on('message', (one: Asked) => Object.assign(told, one));
  // `close` comes when every message has, too
  const end = once(child, 'close').then(([, signal]) => ({ told, isKilled: signal === 'SIGKILL' }));
  return {
    async reaches(count) {
      while (Object.keys(told).length < count) {
        if (child.exitCode !== null) return;
        await Promise.race([once(child, 'message'), end]);
      }
    },
    end,
    kill: () => child.kill('SIGKILL'),
  };
}

const claimant = async (name: string, people: readonly string[]): Promise<Asked> =>
  (await startClaimant(name, people).end).told;

describe('several processes at once', () => {
  const people = Array.from({ length: 40 }, (_, index) => `person${index}`);

  it('promise forty people of one name forty logins', async () => {
    const shares = [0, 1, 2, 3].map((share) => people.filter((_, index) => index % 4 === share));
    const answers = await Promise.all(shares.map((share) => claimant('mia', share)));
    const logins = answers.flatMap((answer) => Object.values(answer));
    expect(logins).toHaveLength(40);
    expect(new Set(logins).size).toBe(40);
    expect(logins).toContain('mia@example.com');
  }, 60_000);

  it('give every person one login, although all of them ask for all the people', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => claimant('ida', people)));
    const [first = {}] = answers;
    for (const answer of answers) expect(answer).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(40);
  }, 60_000);

  it('lose nobody, and no login that somebody was told, when one of them is killed after any claim', async () => {
    let names = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (claims) => {
        const name = `eva${names++}`;
        const victim = startClaimant(name, people);
        const survivor = claimant(name, people);
        await victim.reaches(claims);
        victim.kill();
        const { told, isKilled } = await victim.end;
        expect([isKilled, Object.keys(told).length >= claims]).toEqual([true, true]);
        const logins = await survivor;
        expect(new Set(Object.values(logins)).size).toBe(40);
        expect(logins).toMatchObject(told);
        expect(await claimant(name, people)).toEqual(logins);
      }),
      { numRuns: 4, endOnFailure: true },
    );
  }, 120_000);
});
