import { HashIndex } from '../org/hash-index.ts';
import { oktaLoginKey, shortNameOf } from '../org/same-login.ts';

/** A login or an external id, and the row of the file it came with. */
interface Entries {
  readonly rows: number[];
  readonly texts: string[];
}

/** What the rows of one job wanted and got: the part of the org that is not there yet. */
export class JobBook {
  readonly #people = new Register((id) => id);
  readonly #wanted = new Register(oktaLoginKey);
  readonly #given: Entries = { rows: [], texts: [] };
  readonly #byLogin = new HashIndex((at) => mapped(this.#given.texts[at], oktaLoginKey));
  readonly #byShortName = new HashIndex((at) => mapped(this.#given.texts[at], shortNameOf));
  readonly #unclaimed = new Set<string>();
  readonly #links = new Map<string, number>();

  /** The earlier row with this external id, if there is one; else this row has it from now on. */
  rowBefore(externalId: string, row: number): number | undefined {
    return this.#people.put(externalId, row);
  }

  /** The earlier row that wanted this login, if there is one; else this row was the first. */
  rowThatWanted(login: string, row: number): number | undefined {
    return this.#wanted.put(login, row);
  }

  /** The row whose person was created with this login. */
  rowWith(login: string): number | undefined {
    const at = this.#byLogin.first(oktaLoginKey(login));
    return at === undefined ? undefined : this.#given.rows[at];
  }

  hasShortName(login: string): boolean {
    return this.#byShortName.first(shortNameOf(login)) !== undefined;
  }

  /** Somebody is created. `claimed`: the hook knows of it, because it answered with this login. */
  give(login: string, row: number, claimed: boolean): void {
    const at = this.#given.rows.push(row) - 1;
    this.#given.texts.push(login);
    this.#byLogin.add(at);
    this.#byShortName.add(at);
    if (!claimed) this.#unclaimed.add(oktaLoginKey(login));
  }

  /** Whether this login went to somebody without the hook's knowledge, so that Okta has to report the conflict. */
  isUnclaimed(login: string): boolean {
    return this.#unclaimed.size > 0 && this.#unclaimed.has(oktaLoginKey(login));
  }

  /** The row that was linked to this Okta user before. */
  rowLinkedTo(id: string): number | undefined {
    return this.#links.get(id);
  }

  link(id: string, row: number): void {
    this.#links.set(id, row);
  }
}

/** The first row of each text. */
class Register {
  readonly #entries: Entries = { rows: [], texts: [] };
  readonly #index: HashIndex;
  readonly #keyOf: (text: string) => string;

  constructor(keyOf: (text: string) => string) {
    this.#keyOf = keyOf;
    this.#index = new HashIndex((at) => mapped(this.#entries.texts[at], keyOf));
  }

  put(text: string, row: number): number | undefined {
    const at = this.#index.first(this.#keyOf(text));
    if (at !== undefined) return this.#entries.rows[at];
    this.#entries.texts.push(text);
    this.#index.add(this.#entries.rows.push(row) - 1);
    return undefined;
  }
}

const mapped = (text: string | undefined, map: (text: string) => string) =>
  text === undefined ? undefined : map(text);
