import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandError } from '../../cli/command.ts';
import { readCredentialRows } from '../../cli/credentials/rows.ts';
import { EarlierRowsUnusable, readEarlierRows } from '../../rehearsal/compare/earlier-rows.ts';
import { readCsv } from '../../rehearsal/csv/read-csv.ts';
import { TableUnusable } from '../../rehearsal/csv/table-unusable.ts';
import { readOktaUsers } from '../../rehearsal/directory/okta-users.ts';
import { readPeople } from '../../rehearsal/job/people.ts';
import { csvBytes, ndjsonBytes } from '../arbitraries/files.ts';
import { CANARY } from '../arbitraries/okta-bodies.ts';
import { fc } from '../fuzz.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'any-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A row of any reader: where it is, and why it is none. */
interface Row {
  readonly at: number;
  readonly problem: string | undefined;
}

type Reader = (file: string) => AsyncIterable<object>;
type Refusal = abstract new (...details: never[]) => Error;

const at = (row: object): number => Number('line' in row ? row.line : 'row' in row ? row.row : Number.NaN);

/** All rows of a file; none if the reader has an error for files that are none, which quotes nothing of them. */
async function rowsOf(read: Reader, bytes: Buffer, ending: string, refusal?: Refusal): Promise<Row[]> {
  const file = path.join(folder, `any.${ending}`);
  await writeFile(file, bytes);
  const rows: Row[] = [];
  try {
    for await (const row of read(file))
      rows.push({ at: at(row), problem: 'problem' in row ? String(row.problem) : undefined });
  } catch (error) {
    if (!refusal || !(error instanceof refusal)) throw error;
    expect(String(error)).not.toContain(CANARY);
    return [];
  }
  return rows;
}

function expectOrder(rows: readonly Row[], bytes: Buffer): void {
  const lines = rows.map(({ at }) => at);
  expect(lines).toEqual([...new Set(lines)].toSorted((a, b) => a - b));
  expect(lines.every((line) => line >= 1 && line <= bytes.length + 1)).toBe(true);
  expect(rows.map(({ problem = '' }) => problem).join()).not.toContain(CANARY);
}

describe('a file of any bytes', () => {
  it.each<[string, Reader, Refusal | undefined]>([
    ['CSV', (file) => readCsv(file), TableUnusable],
    ['people of an import', readPeople, TableUnusable],
    ['an export of an org', (file) => readOktaUsers(file, { profiles: true }), TableUnusable],
    ['credentials', (file) => readCredentialRows(file, { cwd: folder }), CommandError],
  ])('as %s is read row by row to its end, each row once', async (_, read, refusal) => {
    await fc.assert(
      fc.asyncProperty(csvBytes, async (bytes) => {
        expectOrder(await rowsOf(read, bytes, 'csv', refusal), bytes);
      }),
      { numRuns: 40 },
    );
  });

  it.each<[string, Reader]>([
    ['people of an import', readPeople],
    ['an export of an org', readOktaUsers],
  ])('as NDJSON with %s is read line by line', async (_, read) => {
    await fc.assert(
      fc.asyncProperty(ndjsonBytes, async (bytes) => {
        expectOrder(await rowsOf(read, bytes, 'ndjson'), bytes);
      }),
      { numRuns: 40 },
    );
  });

  it('is an earlier rehearsal, or the first line that is none is named', async () => {
    const file = path.join(folder, 'earlier.ndjson');
    await fc.assert(
      fc.asyncProperty(ndjsonBytes, async (bytes) => {
        await writeFile(file, bytes);
        const left = await readEarlierRows(file).then(
          (rows) => rows.left,
          (error: unknown) => {
            expect(error).toBeInstanceOf(EarlierRowsUnusable);
            expect(String(error)).toMatch(/^EarlierRowsUnusable: line \d+ is no row of a rehearsal$/);
            return 0;
          },
        );
        expect(left).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 40 },
    );
  });
});
