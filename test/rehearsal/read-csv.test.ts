import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type CsvRow, readCsv } from '../../rehearsal/csv/read-csv.ts';
import { fc } from '../fuzz.ts';

async function read(content: string | Buffer): Promise<CsvRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'read-csv-'));
  try {
    const file = path.join(folder, 'a.csv');
    await writeFile(file, content);
    const rows: CsvRow[] = [];
    for await (const row of readCsv(file)) rows.push(row);
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('reading CSV', () => {
  it('gives every cell back, whatever it holds', async () => {
    const row = fc.array(fc.string({ maxLength: 12 }), { minLength: 2, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 6 }), fc.constantFrom('\n', '\r\n'), async (rows, end) => {
        const text = ['a,b', ...rows.map((cells) => cells.map(quoted).join(','))].join(end);
        const read1 = await read(`${text}${end}`);
        expect(read1.map((one) => 'record' in one && [one.record['a'], one.record['b']])).toEqual(rows);
      }),
      { numRuns: 30 },
    );
  });

  it('loses only the line whose quotes are wrong, wherever it stands', async () => {
    const good = (index: number) => `${index},x`;
    const bad = fc.constantFrom('"b"x,1', '1,"never closed', 'a"b,1', '1,2,3');
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 5 }), fc.nat({ max: 5 }), bad, async (before, after, line) => {
        const lines = [
          ...Array.from({ length: before }, (_, i) => good(i)),
          line,
          ...Array.from({ length: after }, (_, i) => good(100 + i)),
        ];
        const rows = await read(`a,b\n${lines.join('\n')}\n`);
        expect(rows.flatMap((row) => ('record' in row ? [row.record['a']] : []))).toEqual(
          lines.filter((one) => one !== line).map((one) => one.split(',')[0]),
        );
        expect(rows.filter((row) => 'problem' in row).map(({ line: at }) => at)).toEqual([before + 2]);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps line numbers through cells of several lines, and passes a cell of ten megabytes by', async () => {
    const huge = 'x'.repeat(10 * 1024 * 1024);
    const rows = await read(`a,b\n"two\nlines",1\n${huge},2\nlast,3\n`);
    expect(rows).toEqual([
      { line: 3, record: { a: 'two\nlines', b: '1' } },
      { line: 4, problem: 'a record above 1 MB' },
      { line: 5, record: { a: 'last', b: '3' } },
    ]);
  });
});

describe('files of real life', () => {
  const TEXT = 'name,city\r\nJörg,Zürich\r\n\r\n李,"two\r\nlines"\r\nlast,one\r\n\r\n\r\n';
  const ROWS: CsvRow[] = [
    { line: 2, record: { name: 'Jörg', city: 'Zürich' } },
    { line: 3, problem: 'an empty line' },
    { line: 5, record: { name: '李', city: 'two\r\nlines' } },
    { line: 6, record: { name: 'last', city: 'one' } },
  ];
  const bigEndian = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

  it('are the same in UTF-8 with and without BOM and in UTF-16 of both kinds; empty lines inside are told', async () => {
    expect(await read(TEXT)).toEqual(ROWS);
    expect(await read(`\uFEFF${TEXT}`)).toEqual(ROWS);
    expect(await read(Buffer.from(`\uFEFF${TEXT}`, 'utf16le'))).toEqual(ROWS);
    expect(await read(bigEndian(TEXT))).toEqual(ROWS);
  });

  it('go on behind a broken line in UTF-16 too', async () => {
    const rows = await read(bigEndian('a,b\n"1"x,2\n\n3,4\n'));
    expect(rows).toEqual([
      { line: 2, problem: 'text after a closing quote' },
      { line: 3, problem: 'an empty line' },
      { line: 4, record: { a: '3', b: '4' } },
    ]);
  });

  it('name the rows whose letters were lost, in whatever code page they were', async () => {
    const rows = await read(
      Buffer.concat([Buffer.from('a,b\n1,M'), Buffer.from([0xfc]), Buffer.from('ller\n2,x\n')]),
    );
    expect(rows).toEqual([
      { line: 2, problem: 'text that is not UTF-8' },
      { line: 3, record: { a: '2', b: 'x' } },
    ]);
  });
});
