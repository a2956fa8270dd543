import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type Parser, parse } from 'csv-parse';

/** One record with the line it ends on, counted from 1, or why there is none. */
export type CsvRow =
  | { readonly line: number; readonly record: Readonly<Record<string, string>> }
  | { readonly line: number; readonly problem: string };

/** How a file is read. */
export interface CsvOptions {
  /** Turns the header into names of columns; may throw when one is missing. @default the header as it is */
  readonly columns?: (header: readonly string[]) => readonly string[];
}

/** A cell may not be larger: one bad quote must not swallow a file. */
const LARGEST_RECORD = 1024 * 1024;
const NEWLINE = 0x0a;

interface Position {
  readonly byte: number;
  readonly line: number;
}

/**
 * Reads a CSV file (RFC 4180, UTF-8 with or without BOM, any line ends) record by record. A record that is no
 * CSV is reported with its line and the reason, and reading goes on at the next line, also after a quote that
 * was never closed.
 */
export async function* readCsv(file: string, { columns }: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const segment = new Segment(columns);
  let position: Position | undefined = { byte: 0, line: 0 };
  while (position) {
    yield* segment.read(file, position);
    position = segment.broken && (await nextLine(file, segment.broken));
  }
}

/** The file from one position up to the first record whose quotes are wrong. */
class Segment {
  readonly #columns: CsvOptions['columns'];
  #header: readonly string[] | undefined;
  #rows: CsvRow[] = [];
  #start: Position = { byte: 0, line: 0 };
  #last: Position = { byte: 0, line: 0 };
  #fault: unknown;
  /** Where the last whole record before the broken one ended; undefined: the file was read to its end. */
  broken: Position | undefined;

  constructor(columns: CsvOptions['columns']) {
    this.#columns = columns;
  }

  async *read(file: string, start: Position): AsyncGenerator<CsvRow> {
    this.#start = start;
    this.#last = start;
    this.broken = undefined;
    const parser = this.#parser();
    const ended = finished(parser).catch((error: unknown) => this.#end(error));
    for await (const chunk of createReadStream(file, { start: start.byte })) {
      await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
      yield* this.#rows.splice(0);
      if (this.broken || this.#fault) break;
    }
    if (this.broken) parser.destroy();
    else parser.end();
    parser.resume();
    await ended;
    yield* this.#rows.splice(0);
    if (this.#fault) throw this.#fault;
  }

  #parser(): Parser {
    return parse({
      bom: true,
      max_record_size: LARGEST_RECORD,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_record: (cells: readonly string[], { bytes, lines }) => {
        if (!this.broken && !this.#fault) this.#take(cells, bytes, lines);
        return null;
      },
      on_skip: (error) => {
        if (!this.broken) this.#breakAt(error?.code ?? '');
        return undefined;
      },
    });
  }

  #take(cells: readonly string[], bytes: number, lines: number): void {
    this.#last = { byte: this.#start.byte + bytes, line: this.#start.line + lines };
    const header = this.#header;
    if (!header) this.#takeHeader(cells);
    else if (cells.length !== header.length)
      this.#push({ problem: 'another number of columns than the header' });
    else this.#push({ record: Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])) });
  }

  #takeHeader(header: readonly string[]): void {
    try {
      this.#header = this.#columns?.(header) ?? header;
    } catch (error) {
      this.#fault = error;
    }
  }

  #push(row: { readonly record: Readonly<Record<string, string>> } | { readonly problem: string }): void {
    this.#rows.push({ line: this.#last.line, ...row });
  }

  #breakAt(code: string): void {
    this.broken = this.#last;
    this.#rows.push({ line: this.#last.line + 1, problem: REASONS[code] ?? `no CSV (${code})` });
  }

  #end(error: unknown): void {
    if (this.broken) return;
    const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) this.#fault = error;
    else this.#breakAt(code);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  INVALID_OPENING_QUOTE: 'a quote inside an unquoted cell',
  CSV_MAX_RECORD_SIZE: 'a record above 1 MB',
};

/** The position behind the line that begins at `from`; undefined at the end of the file. */
async function nextLine(file: string, from: Position): Promise<Position | undefined> {
  const handle = await open(file);
  try {
    const byte = await findNewline(handle, from.byte);
    return byte === undefined ? undefined : { byte: byte + 1, line: from.line + 1 };
  } finally {
    await handle.close();
  }
}

async function findNewline(handle: FileHandle, from: number): Promise<number | undefined> {
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = from; ; ) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return undefined;
    const found = buffer.subarray(0, bytesRead).indexOf(NEWLINE);
    if (found >= 0) return at + found;
    at += bytesRead;
  }
}
