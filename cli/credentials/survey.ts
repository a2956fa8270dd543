import { foldLogin } from '../../lambda/logins/fold.ts';
import type { CredentialRow } from './rows.ts';

/** What only the whole file can say about one row. */
export interface Survey {
  /** Rows of any kind. */
  readonly rows: number;
  /** The first row of each login that several rows have, once folded. */
  firstOf(fold: string): number | undefined;
  /** Whether several logins of the file have this part before the `@`, those of people without a hash included. */
  isAmbiguous(shortName: string): boolean;
}

/** The part of a folded login that people type instead of it; undefined where there is no `@`. */
export function shortNameOf(fold: string): string | undefined {
  const at = fold.indexOf('@');
  return at > 0 ? fold.slice(0, at) : undefined;
}

/** Reads a whole file once and keeps the logins only. */
export async function surveyRows(rows: AsyncIterable<CredentialRow>, signal: AbortSignal): Promise<Survey> {
  const first = new Map<string, number>();
  const repeated = new Map<string, number>();
  const shortNames = new Map<string, string>();
  const ambiguous = new Set<string>();
  const noteShortName = (fold: string) => {
    const name = shortNameOf(fold);
    if (name === undefined) return;
    if ((shortNames.get(name) ?? fold) !== fold) ambiguous.add(name);
    shortNames.set(name, fold);
  };
  let count = 0;
  for await (const row of rows) {
    signal.throwIfAborted();
    count += 1;
    const login = 'person' in row ? row.person.login : row.login;
    if (login === undefined) continue;
    const fold = foldLogin(login);
    noteShortName(fold);
    if (!('person' in row)) continue;
    const earlier = first.get(fold);
    if (earlier === undefined) first.set(fold, row.row);
    else repeated.set(fold, earlier);
  }
  return {
    rows: count,
    firstOf: (fold) => repeated.get(fold),
    isAmbiguous: (name) => ambiguous.has(name),
  };
}
