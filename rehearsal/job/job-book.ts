import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import { HashIndex } from '../org/hash-index.ts';
import { shortNameOf } from '../org/same-login.ts';

/**
 * What the rows of one job wanted and got: the part of the org that is not there yet. Held in columns, because a
 * job may have a million rows.
 */
export class JobBook {
  readonly #rows: number[] = [];
  readonly #externalIds: string[] = [];
  readonly #wanted: string[] = [];
  /** Where another login was given than the one that was wanted. */
  readonly #otherLogins = new Map<number, string>();
  readonly #unclaimed = new Set<string>();
  readonly #links = new Map<string, number>();

  readonly #byExternalId = new HashIndex((at) => this.#externalIds[at] || undefined);
  readonly #byWanted = new HashIndex((at) => oktaLoginKey(this.#wanted[at] ?? ''));
  readonly #byLogin = new HashIndex((at) => oktaLoginKey(this.#given(at)));
  readonly #byShortName = new HashIndex((at) => shortNameOf(this.#given(at)));

  /** The row that had this external id before. */
  rowOf(externalId: string): number | undefined {
    return externalId === '' ? undefined : this.#rowAt(this.#byExternalId.first(externalId));
  }

  /** Opens the entry of a row; `externalId` may be empty. */
  open(row: number, externalId: string, login: string): number {
    const entry = this.#rows.push(row) - 1;
    this.#externalIds.push(externalId);
    this.#wanted.push(login);
    this.#byExternalId.add(entry);
    return entry;
  }

  /** The row that was the first to want the login of this entry; undefined if it is this one. */
  rowThatWanted(entry: number): number | undefined {
    const first = this.#byWanted.first(oktaLoginKey(this.#wanted[entry] ?? ''));
    if (first === undefined) this.#byWanted.add(entry);
    return this.#rowAt(first);
  }

  /** The row whose person was created with this login. */
  rowWith(login: string): number | undefined {
    return this.#rowAt(this.#byLogin.first(oktaLoginKey(login)));
  }

  hasShortName(login: string): boolean {
    return this.#byShortName.first(shortNameOf(login)) !== undefined;
  }

  /** Somebody is created. `isClaimed`: the hook knows of it, because it answered with this login. */
  give(entry: number, login: string, isClaimed: boolean): void {
    if (login !== this.#wanted[entry]) this.#otherLogins.set(entry, login);
    this.#byLogin.add(entry);
    this.#byShortName.add(entry);
    if (!isClaimed) this.#unclaimed.add(oktaLoginKey(login));
  }

  /** Whether this login went to somebody without the hook's knowledge, so that Okta has to report the conflict. */
  isUnclaimed(login: string): boolean {
    return this.#unclaimed.size > 0 && this.#unclaimed.has(oktaLoginKey(login));
  }

  /** The row that was linked to this Okta user before. */
  rowLinkedTo(id: string): number | undefined {
    return this.#links.get(id);
  }

  link(entry: number, id: string): void {
    this.#links.set(id, this.#rows[entry] ?? 0);
  }

  #given(entry: number): string {
    return this.#otherLogins.get(entry) ?? this.#wanted[entry] ?? '';
  }

  #rowAt(entry: number | undefined): number | undefined {
    return entry === undefined ? undefined : this.#rows[entry];
  }
}
