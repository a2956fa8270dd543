import { foldLogin } from '../../lambda/logins/fold.ts';
import type { ExportRow } from './legacy-export.ts';
import { emailOf } from './profile-faults.ts';

/** What only the whole export can say about one row. */
export interface ExportSurvey {
  /** Rows of any kind. */
  readonly rows: number;
  /** The other rows whose login is the same to Okta or to the credential table. */
  othersWithLogin(login: string, row: number): readonly number[];
  /** The other rows with this address, whatever its case. */
  othersWithEmail(email: string, row: number): readonly number[];
}

/** Reads a whole export once and keeps logins and addresses only. */
export async function surveyExport(
  rows: AsyncIterable<ExportRow>,
  signal: AbortSignal,
): Promise<ExportSurvey> {
  const logins = new Occurrences();
  const emails = new Occurrences();
  let count = 0;
  for await (const { row, ...found } of rows) {
    signal.throwIfAborted();
    count += 1;
    if (!('person' in found)) continue;
    const { login, attributes } = found.person;
    const fold = foldLogin(login);
    const email = emailOf(login, attributes['email']).toLowerCase();
    logins.note(fold, row);
    // mostly they are equal: one text in memory where there would be two
    emails.note(email === fold ? fold : email, row);
  }
  return {
    rows: count,
    othersWithLogin: (login, row) => logins.others(foldLogin(login), row),
    othersWithEmail: (email, row) => emails.others(email.toLowerCase(), row),
  };
}

const NONE: readonly number[] = [];

/** In which rows texts occur; only those in several take a list. */
class Occurrences {
  readonly #first = new Map<string, number>();
  readonly #repeated = new Map<string, number[]>();

  note(text: string, row: number): void {
    if (text === '') return;
    const first = this.#first.get(text);
    if (first === undefined) this.#first.set(text, row);
    else {
      const rows = this.#repeated.get(text);
      if (rows) rows.push(row);
      else this.#repeated.set(text, [first, row]);
    }
  }

  others(text: string, row: number): readonly number[] {
    const rows = this.#repeated.get(text);
    return rows ? rows.filter((other) => other !== row) : NONE;
  }
}
