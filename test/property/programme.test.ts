import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError } from '../../cli/command.ts';
import { readCreated } from '../../cli/migration/created.ts';
import { readFinished } from '../../cli/migration/finish/finished.ts';
import { openPeopleCache } from '../../cli/migration/people-cache.ts';
import { readPlan } from '../../cli/migration/plan-file.ts';
import { readEvent } from '../../lambda/migration/read-event.ts';
import { CANARY } from '../arbitraries/okta-bodies.ts';
import { cacheText, deliveredEvent, journalText, planText } from '../arbitraries/programme.ts';
import { fc } from '../fuzz.ts';

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'any-programme-'));
});
afterAll(() => rm(cwd, { recursive: true }));

const OWNER = { plan: 'a'.repeat(64), org: 'https://example.okta.com' };

/** Reads a file of this text; false when it is refused, by an error that quotes nothing of it. */
async function reads(text: string, read: (file: string) => Promise<unknown>): Promise<boolean> {
  await writeFile(path.join(cwd, 'any.ndjson'), text);
  try {
    await read('any.ndjson');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(CommandError);
    expect(`${error}${JSON.stringify(error)}`).not.toContain(CANARY);
    return false;
  }
}

describe('a file of the programme in which anything is anything', () => {
  it('is a plan in which nobody comes twice, or is refused', async () => {
    await fc.assert(
      fc.asyncProperty(planText, (text) =>
        reads(text, async (file) => {
          const rows: number[] = [];
          for await (const { row } of (await readPlan(file, { cwd })).lines()) rows.push(row);
          expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
        }).then(() => undefined),
      ),
      { numRuns: 60 },
    );
  });

  it.each<[string, (file: string) => Promise<unknown>]>([
    ['create', (file) => readCreated(file, { cwd }, OWNER)],
    ['finish', (file) => readFinished(file, { cwd }, OWNER)],
  ])('is a journal of %s, or is refused', async (_, read) => {
    await fc.assert(
      fc.asyncProperty(journalText, (text) => reads(text, read).then(() => undefined)),
      { numRuns: 40 },
    );
  });

  it('is a cache of people that leads to people only, or the crawl begins again', async () => {
    const options = {
      file: 'any.ndjson',
      org: 'https://example.okta.com',
      io: { cwd: '' },
      notBefore: 5,
      now: 20,
    };
    await fc.assert(
      fc.asyncProperty(cacheText, async (text) => {
        const isRead = await reads(text, async () => {
          const cache = await openPeopleCache({ ...options, io: { cwd } });
          await cache.close();
          expect(cache.position.next ?? '/api/v1/users?').toMatch(/^\/api\/v1\/users\?/);
          for (const { id, login } of cache.people.values())
            expect([typeof id, typeof login]).toEqual(['string', 'string']);
        });
        expect(isRead).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an event of a delivery', () => {
  it('is a first sign-in of somebody at some time, something else, or of no use', () => {
    fc.assert(
      fc.property(deliveredEvent, (event) => {
        const read = readEvent(event);
        expect(['import', 'other', 'unusable']).toContain(read.kind);
        if (read.kind !== 'import') return;
        const { uuid, at, userId, login } = read.passwordImport;
        expect([uuid, userId].every((text) => text.length > 0)).toBe(true);
        expect([Number.isSafeInteger(at), typeof (login ?? '')]).toEqual([true, 'string']);
      }),
      { numRuns: 100 },
    );
  });
});
