import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readEarlierRows } from '../../rehearsal/compare/earlier-rows.ts';
import { readOktaUsers } from '../../rehearsal/directory/okta-users.ts';
import { readPeople } from '../../rehearsal/job/people.ts';
import { LONGEST_LINE, type NdjsonRow, ndjsonIn, readNdjson } from '../../rehearsal/ndjson/read-ndjson.ts';
import { ndjsonBytes } from '../arbitraries/files.ts';
import { fc } from '../fuzz.ts';

/** What ends a line in Unicode, or is near to it, and what may stand unescaped in a JSON string. */
const NEAR_ENDS = '\u2028\u2029\u0085\u007f\uFEFF\uFFFD é𝒜';
const text = fc.string({ unit: fc.constantFrom(...NEAR_ENDS, '\n', '\r', '"', '\\', 'a'), maxLength: 12 });
const row = fc.dictionary(text, fc.oneof(text, fc.jsonValue()), { maxKeys: 4 });
const cuts = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 });

/** The same bytes in chunks of these sizes, over and over; an empty one is one, too. */
async function* inChunks(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let [from, index] = [0, 0]; from < bytes.length; index += 1) {
    const size = (sizes[index % sizes.length] ?? 0) || index % 2;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

async function rowsOf(rows: AsyncIterable<NdjsonRow>): Promise<NdjsonRow[]> {
  const all: NdjsonRow[] = [];
  for await (const one of rows) all.push(one);
  return all;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'read-ndjson-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(content: string | Buffer): Promise<string> {
  const file = path.join(folder, 'a.ndjson');
  await writeFile(file, content);
  return file;
}

describe('reading NDJSON', () => {
  it('gives back whatever was written, cut into chunks anywhere', async () => {
    const end = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 6 }),
        end,
        fc.boolean(),
        cuts,
        async (rows, end, ends, sizes) => {
          const lines = rows.map((one) => JSON.stringify(one));
          const bytes = Buffer.from(lines.join(end) + (ends && lines.length > 0 ? end : ''));
          expect(await rowsOf(ndjsonIn(inChunks(bytes, sizes)))).toEqual(
            lines.map((one, index) => ({ line: index + 1, value: JSON.parse(one) })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads any bytes the same, however they are cut', async () => {
    const bytes = fc.oneof(
      ndjsonBytes,
      fc
        .array(fc.constantFrom(0x0a, 0x0d, 0x7b, 0x7d, 0x80, 0xc3, 0xa9, 0xef, 0xbb, 0xbf), { maxLength: 30 })
        .map((all) => Buffer.from(all)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, cuts, async (all, sizes) => {
        const whole = await rowsOf(ndjsonIn(inChunks(all, [all.length])));
        expect(await rowsOf(ndjsonIn(inChunks(all, sizes)))).toEqual(whole);
        const ends = all.filter((byte) => byte === 0x0a).length;
        expect(whole).toHaveLength(ends + (all.length > 0 && all.at(-1) !== 0x0a ? 1 : 0));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['in one chunk', 64 * LONGEST_LINE],
    ['in many', 100_000],
  ])('passes a line by that is too long, %s', async (_, size) => {
    const ofLength = (length: number) => JSON.stringify({ a: 'x'.repeat(length - '{"a":""}'.length) });
    const huge = ofLength(8 * LONGEST_LINE);
    const lines = [ofLength(LONGEST_LINE), ofLength(LONGEST_LINE + 1), '{}', huge, '{}', huge];
    const rows = await rowsOf(ndjsonIn(inChunks(Buffer.from(lines.join('\n')), [size])));
    const tooLong = 'a line above a million characters';
    expect(rows.map((one) => ('problem' in one ? one.problem : 'read'))).toEqual([
      'read',
      tooLong,
      'read',
      tooLong,
      'read',
      tooLong,
    ]);
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('loses only the line that is not UTF-8, and none for a sign that says that something was lost', async () => {
    const latin1 = Buffer.from('{"a":"é"}\n', 'latin1');
    const bytes = Buffer.concat([Buffer.from('{"a":"\uFFFD"}\n'), latin1, Buffer.from('{"a":"é"}')]);
    expect(await rowsOf(readNdjson(await fileOf(bytes)))).toEqual([
      { line: 1, value: { a: '\uFFFD' } },
      { line: 2, problem: 'text that is not UTF-8' },
      { line: 3, value: { a: 'é' } },
    ]);
  });

  it.each<[string, (text: string) => Buffer]>([
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-16', (text) => Buffer.from(text, 'utf16le')],
    ['UTF-16 of the other order', (text) => Buffer.from(text, 'utf16le').swap16()],
  ])('takes %s with the mark that editors put before it', async (_, encode) => {
    expect(await rowsOf(readNdjson(await fileOf(encode('\uFEFF{"a":"é"}\r\n{}'))))).toEqual([
      { line: 1, value: { a: 'é' } },
      { line: 2, value: {} },
    ]);
  });
});

describe('an end of line of Unicode inside a name', () => {
  const name = 'Ann\u2028Lee\u2029';

  it('breaks no row of an import', async () => {
    const rows = [];
    for await (const one of readPeople(await fileOf(`{"displayName":"${name}"}\n`))) rows.push(one);
    expect(rows).toEqual([{ row: 1, appUser: { displayName: name } }]);
  });

  it('breaks no user of an org', async () => {
    const login = 'ann@example.com';
    const file = await fileOf(`{"profile":{"login":"${login}","displayName":"${name}"}}\n`);
    const rows = [];
    for await (const one of readOktaUsers(file, { profiles: true })) rows.push(one);
    expect(rows).toMatchObject([{ row: 1, user: { login, profile: { displayName: name } } }]);
  });

  it('breaks no row of an earlier rehearsal', async () => {
    const row = { row: 2, externalId: name, outcome: 'created', loginAfter: 'ann@example.com' };
    const earlier = await readEarlierRows(await fileOf(`${JSON.stringify(row)}\n`));
    expect(earlier.take({ row: 2, externalId: name })).toMatchObject({ loginAfter: 'ann@example.com' });
    expect(earlier.left).toBe(0);
  });
});
