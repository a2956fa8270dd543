import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { noDirectory } from '../../lambda/logins/directory.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { NumberMarks } from '../../rehearsal/directory/number-marks.ts';
import { type OktaUserRow, readOktaUsers } from '../../rehearsal/directory/okta-users.ts';
import { type SeededRow, seedLedger } from '../../rehearsal/directory/seed-ledger.ts';
import { fc } from '../fuzz.ts';
import { personAsking } from '../logins/law-world.ts';

const signal = new AbortController().signal;
const options = { from: 2, now: 1_000_000_000_000, workers: 4, signal };

async function readText(name: string, content: string | Buffer): Promise<OktaUserRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'okta-users-'));
  try {
    const file = path.join(folder, name);
    await writeFile(file, content);
    const rows: OktaUserRow[] = [];
    for await (const row of readOktaUsers(file)) rows.push(row);
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function seed(logins: readonly string[], ledger = createMemoryLedger()) {
  const rows = async function* (): AsyncGenerator<OktaUserRow> {
    for (const [index, login] of logins.entries())
      yield { row: index + 2, user: { id: `00u${index}`, login, status: 'ACTIVE' } };
  };
  const seeded: SeededRow[] = [];
  const work = seedLedger(rows(), { ...options, ledger });
  for (let step = await work.next(); ; step = await work.next()) {
    if (step.done) return { ledger, seeded, marks: step.value.marks };
    seeded.push(step.value);
  }
}

describe('reading the people of an org', () => {
  it('takes columns in any order and spelling, with a BOM and CRLF', async () => {
    const rows = await readText(
      'a.csv',
      '\uFEFFStatus,First Name,Okta Username,User Id\r\nactive,Ann,ann@example.com,00u1\r\n',
    );
    expect(rows).toEqual([{ row: 2, user: { id: '00u1', login: 'ann@example.com', status: 'ACTIVE' } }]);
  });

  it('reports a bad row with its line and goes on', async () => {
    const rows = await readText(
      'a.csv',
      'id,login\n00u1,a@example.com\n00u2\n00u3,\n00u4,"b"x@example.com\n00u5,c@example.com\n',
    );
    expect(rows).toEqual([
      { row: 2, user: { id: '00u1', login: 'a@example.com', status: 'ACTIVE' } },
      { row: 3, problem: 'another number of columns than the header' },
      { row: 4, problem: 'no login' },
      { row: 5, problem: 'text after a closing quote' },
      { row: 6, user: { id: '00u5', login: 'c@example.com', status: 'ACTIVE' } },
    ]);
  });

  it('refuses a file whose header names no login', async () => {
    await expect(readText('a.csv', 'id,email\n1,a@example.com\n')).rejects.toMatchObject({
      code: 'ERR_TABLE_UNUSABLE',
    });
  });

  it("takes NDJSON of Okta's user objects", async () => {
    const line = JSON.stringify({ id: '00u1', status: 'DEPROVISIONED', profile: { login: 'a@example.com' } });
    expect(await readText('a.ndjson', `${line}\n\n{"id":\n{"id":"00u2","profile":null}\n`)).toEqual([
      { row: 1, user: { id: '00u1', login: 'a@example.com', status: 'DEPROVISIONED' } },
      { row: 3, problem: 'no JSON object' },
      { row: 4, problem: 'no login' },
    ]);
  });
});

describe('number marks', () => {
  it('stand at the first number that nobody has', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 2, max: 40 })), (numbers) => {
        const marks = new NumberMarks(2);
        for (const number of numbers) marks.add(`Ann${number}@example.com`);
        const free = Array.from({ length: 50 }, (_, index) => index + 2).find(
          (number) => !numbers.includes(number),
        );
        const [mark] = marks.marks();
        expect(mark?.next ?? 2).toBe(free);
        if (mark) expect(mark.base).toBe('ann0@example.com');
      }),
    );
  });

  it('leave a year alone', () => {
    const marks = new NumberMarks(2);
    marks.add('john1980@example.com');
    expect([...marks.marks()]).toEqual([]);
  });
});

describe('seeding the ledger', () => {
  it('keeps every login that somebody has from being promised, and numbers go on behind them', async () => {
    const { ledger, marks } = await seed(['ann@example.com', 'ann2@example.com', 'ANN3@example.com']);
    expect(marks).toBe(1);
    expect(await ledger.nextNumberOf('ann0@example.com', signal)).toBe(4);
    const choice = await chooseLogin(personAsking('new', 'ann'), { directory: noDirectory, ledger }, signal);
    expect(choice.login).toBe('ann4@example.com');
  });

  it('can be repeated, and never touches a promise of the service', async () => {
    const ledger = createMemoryLedger();
    await chooseLogin(personAsking('p', 'ann'), { directory: noDirectory, ledger }, signal);
    const first = await seed(['ann@example.com', 'bob@example.com'], ledger);
    const again = await seed(['ann@example.com', 'bob@example.com'], ledger);
    expect(first.seeded.map(({ outcome }) => outcome)).toEqual(['promised to another', 'claimed']);
    expect(again.seeded).toEqual(first.seeded);
    expect((await ledger.claimOf('ann@example.com', signal))?.owner).toEqual({ appId: '0oa', person: 'p' });
  });
});
