import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CsvRow, readCsv } from '../../rehearsal/csv/read-csv.ts';

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
