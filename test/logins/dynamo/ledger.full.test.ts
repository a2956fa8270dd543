import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createMemoryLedger } from '../../../lambda/logins/memory-ledger.ts';
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

/** Lets a process of its own ask for people, one after the other, and tells who got which login. */
async function claimant(name: string, people: readonly string[]): Promise<Asked> {
  const child: ChildProcess = fork(
    path.join(import.meta.dirname, 'claimant.ts'),
    [table.url, name, ...people],
    {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const [answer] = (await once(child, 'message')) as [Asked];
  if (child.exitCode === null) await once(child, 'exit');
  return answer;
}

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

  it('lose nobody when one of them is killed at a random moment', async () => {
    const killed = fork(path.join(import.meta.dirname, 'claimant.ts'), [table.url, 'eva', ...people], {
      execArgv: [],
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    setTimeout(() => killed.kill('SIGKILL'), 200 + Math.random() * 300);
    const [survivor] = await Promise.all([claimant('eva', people), once(killed, 'exit')]);
    expect(new Set(Object.values(survivor)).size).toBe(40);
    expect(await claimant('eva', people)).toEqual(survivor);
  }, 60_000);
});
