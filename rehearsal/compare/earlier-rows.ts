import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { RehearsedRow } from '../job/rehearsed-row.ts';

/** How a person came out in an earlier rehearsal. */
export type EarlierRow = Pick<RehearsedRow, 'outcome' | 'loginAfter' | 'linkTarget'>;

/** The file is not what `--out` writes. Names the line, quotes nothing. */
export class EarlierRowsUnusable extends Error {
  override readonly name = 'EarlierRowsUnusable';
  readonly code = 'ERR_EARLIER_ROWS_UNUSABLE';
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is no row of a rehearsal`);
    this.line = line;
  }
}

/**
 * Reads what `--out` wrote in an earlier rehearsal.
 *
 * @throws EarlierRowsUnusable at the first line that is something else
 */
export async function readEarlierRows(file: string): Promise<EarlierRows> {
  const rows = new EarlierRows();
  let line = 0;
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const text of lines) {
    line += 1;
    const row = parse(text);
    if (!row) throw new EarlierRowsUnusable(line);
    rows.add(row);
  }
  return rows;
}

function parse(text: string): RehearsedRow | undefined {
  try {
    const row = JSON.parse(text);
    const texts = [row.externalId, row.outcome, row.loginAfter];
    return Number.isInteger(row.row) && texts.every((one) => typeof one === 'string') ? row : undefined;
  } catch {
    return undefined;
  }
}

/** The people of an earlier rehearsal by external id, or by row where they have none or share one. */
export class EarlierRows {
  readonly #rows = new Map<string, EarlierRow>();

  add({ row, externalId, outcome, loginAfter, linkTarget }: RehearsedRow): void {
    const own = this.#rows.has(externalId) || externalId === '' ? rowKey(row) : externalId;
    this.#rows.set(own, { outcome, loginAfter, ...(linkTarget !== undefined && { linkTarget }) });
  }

  /** How this person came out before; nobody is found twice. */
  take({ row, externalId }: Pick<RehearsedRow, 'row' | 'externalId'>): EarlierRow | undefined {
    const key = externalId !== '' && this.#rows.has(externalId) ? externalId : rowKey(row);
    const found = this.#rows.get(key);
    this.#rows.delete(key);
    return found;
  }

  /** People who have not been taken. */
  get left(): number {
    return this.#rows.size;
  }
}

// no external id begins so
const rowKey = (row: number) => `\0${row}`;
