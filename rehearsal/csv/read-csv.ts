import { finished } from 'node:stream/promises';
import { type Parser, parse } from 'csv-parse';
import { openText, type TextSource } from './source.ts';
import { headerFault, requireCommas } from './table-unusable.ts';

/** One record with the line it ends on, counted from 1, or why there is none. */
export type CsvRow =
  | { readonly line: number; readonly record: Readonly<Record<string, string>> }
  | { readonly line: number; readonly problem: string };

/** How a file is read. */
export interface CsvOptions {
  /**
   * Turns the header into names of columns; may throw when one is missing. A file without anything has an empty one.
   *
   * @default the header as it is
   */
  readonly columns?: (header: readonly string[]) => readonly string[];
}

/** A cell may not be larger: one bad quote must not swallow a file. */
const LARGEST_RECORD = 1024 * 1024;
/** What bytes become that are no UTF-8. */
const LOST = '\uFFFD';

interface Position {
  readonly byte: number;
  readonly line: number;
}

/**
 * Reads a CSV file (RFC 4180, UTF-8 with or without BOM or UTF-16 with one, any line ends) record by record. A
 * record that is no CSV, or not readable, is reported with its line and the reason, and reading goes on at the
 * next line, also after a quote that was never closed. Empty lines at the end are none.
 *
 * @throws TableUnusable when the header is no CSV, or its columns are separated by something else than commas
 */
export async function* readCsv(file: string, { columns }: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const source = await openText(file);
  const segment = new Segment(source, columns);
  let position: Position | undefined = { byte: 0, line: 0 };
  while (position) {
    yield* segment.read(position);
    position = segment.broken && (await nextLine(source, segment.broken));
  }
}

/** The file from one position up to the first record whose quotes are wrong. */
class Segment {
  readonly #source: TextSource;
  readonly #columns: CsvOptions['columns'];
  #header: readonly string[] | undefined;
  #rows: CsvRow[] = [];
  /** Lines without anything, as long as nothing has come after them. */
  #emptyLines: number[] = [];
  #start: Position = { byte: 0, line: 0 };
  #last: Position = { byte: 0, line: 0 };
  /** Lines as the parser counts them. */
  #lines = 0;
  #fault: unknown;
  #chunk: Buffer = Buffer.alloc(0);
  /** Where the last whole record before the broken one ended; undefined: the file was read to its end. */
  broken: Position | undefined;

  constructor(source: TextSource, columns: CsvOptions['columns']) {
    this.#source = source;
    this.#columns = columns;
  }

  async *read(start: Position): AsyncGenerator<CsvRow> {
    this.#start = start;
    this.#last = start;
    this.#lines = 0;
    this.broken = undefined;
    const parser = this.#parser();
    const ended = finished(parser).catch((error: unknown) => this.#end(error));
    for await (const chunk of this.#source.read(start.byte)) {
      this.#chunk = chunk;
      await new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
      yield* this.#rows.splice(0);
      if (this.broken || this.#fault) break;
    }
    if (this.broken) parser.destroy();
    else parser.end();
    parser.resume();
    await ended;
    yield* this.#rows.splice(0);
    if (!this.broken && !this.#header && !this.#fault) this.#takeHeader([]);
    if (this.#fault) throw this.#fault;
  }

  #parser(): Parser {
    return parse({
      bom: true,
      max_record_size: LARGEST_RECORD,
      relax_column_count: true,
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
    // csv-parse counts the CRLF inside a cell as two lines.
    const more = lines - this.#lines > 1 ? lineEndsIn(cells) : 0;
    this.#lines = lines;
    this.#last = { byte: this.#start.byte + bytes, line: this.#last.line + 1 + more };
    const header = this.#header;
    if (cells.length === 1 && cells[0] === '') this.#emptyLines.push(this.#last.line);
    else if (!header) this.#takeHeader(cells);
    else if (cells.length !== header.length)
      this.#push({ problem: 'another number of columns than the header' });
    else if (cells.some((cell) => cell.includes(LOST))) this.#push({ problem: 'text that is not UTF-8' });
    else this.#push({ record: Object.fromEntries(header.map((name, index) => [name, cells[index] ?? ''])) });
  }

  #takeHeader(header: readonly string[]): void {
    this.#emptyLines = [];
    try {
      requireCommas(header);
      this.#header = this.#columns?.(header) ?? header;
    } catch (error) {
      this.#fault = error;
    }
  }

  #push(row: { readonly record: Readonly<Record<string, string>> } | { readonly problem: string }): void {
    this.#flushEmptyLines();
    this.#rows.push({ line: this.#last.line, ...row });
  }

  #flushEmptyLines(): void {
    if (this.#header)
      this.#rows.push(...this.#emptyLines.map((line) => ({ line, problem: 'an empty line' })));
    this.#emptyLines = [];
  }

  #breakAt(code: string): void {
    const problem = REASONS[code] ?? `no CSV (${code})`;
    this.broken = this.#last;
    if (!this.#header) this.#fault = headerFault(problem, this.#chunk);
    this.#flushEmptyLines();
    this.#rows.push({ line: this.#last.line + 1, problem });
  }

  #end(error: unknown): void {
    if (this.broken) return;
    const code = error !== null && typeof error === 'object' && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) this.#fault = error;
    else this.#breakAt(code);
  }
}

const LINE_END = /\r\n|\r|\n/g;

const lineEndsIn = (cells: readonly string[]) =>
  cells.reduce((sum, cell) => sum + (cell.match(LINE_END)?.length ?? 0), 0);

const REASONS: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'text after a closing quote',
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  INVALID_OPENING_QUOTE: 'a quote inside an unquoted cell',
  CSV_MAX_RECORD_SIZE: 'a record above 1 MB',
};

/** The position behind the line that begins at `from`; undefined at the end of the file. */
async function nextLine(source: TextSource, from: Position): Promise<Position | undefined> {
  const byte = await source.lineAfter(from.byte);
  return byte === undefined ? undefined : { byte, line: from.line + 1 };
}
