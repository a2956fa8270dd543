import type { RehearsedRow } from '../job/rehearsed-row.ts';
import { readNdjson } from '../ndjson/read-ndjson.ts';

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
  for await (const one of readNdjson(file)) {
    if ('problem' in one || !isRow(one.value)) throw new EarlierRowsUnusable(one.line);
    rows.add(one.value);
  }
  return rows;
}

function isRow(value: object): value is RehearsedRow {
  const { row, externalId, outcome, loginAfter }: Partial<RehearsedRow> = value;
  return Number.isInteger(row) && [externalId, outcome, loginAfter].every((text) => typeof text === 'string');
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
