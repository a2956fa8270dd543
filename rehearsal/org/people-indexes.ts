import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import { HashIndex } from './hash-index.ts';
import type { Person, Profile } from './person.ts';
import { nameKey, shortNameOf } from './same-login.ts';

/** The ways to look people up: `=<attribute>` finds by the exact text of an attribute. */
export type IndexName = 'id' | 'login' | 'short name' | 'email' | 'name' | `=${string}`;

type KeyOf = (person: Person) => string | undefined;

const KEYS: Readonly<Record<string, KeyOf>> = {
  id: ({ id }) => id,
  login: ({ profile }) => mapText(profile, 'login', oktaLoginKey),
  'short name': ({ profile }) => mapText(profile, 'login', shortNameOf),
  email: ({ profile }) => mapText(profile, 'email', (email) => email.toLowerCase()),
  name: ({ profile: { firstName, lastName } }) =>
    typeof firstName === 'string' && typeof lastName === 'string' ? nameKey(firstName, lastName) : undefined,
};

/** Indexes over a list of people; each is built when it is first asked and kept up to date from then on. */
export class PeopleIndexes {
  readonly #people: readonly (Person | undefined)[];
  readonly #built = new Map<IndexName, HashIndex>();

  constructor(people: readonly (Person | undefined)[]) {
    this.#people = people;
  }

  first(name: IndexName, key: string): Person | undefined {
    const number = this.#index(name).first(key);
    return number === undefined ? undefined : this.#people[number];
  }

  /** In the order of their arrival. */
  all(name: IndexName, key: string): readonly Person[] {
    return this.#index(name)
      .all(key)
      .sort((a, b) => a - b)
      .flatMap((number) => this.#people[number] ?? []);
  }

  /** Call when somebody has come to the list. */
  add(number: number): void {
    for (const index of this.#built.values()) index.add(number);
  }

  /** Takes the person out of every index, lets `change` write the list, and puts them back. */
  change(id: string, change: (number: number) => void): void {
    const number = this.#index('id').first(id);
    if (number === undefined) return;
    for (const index of this.#built.values()) index.remove(number);
    change(number);
    this.add(number);
  }

  #index(name: IndexName): HashIndex {
    const built = this.#built.get(name);
    if (built) return built;
    const keyOf = KEYS[name] ?? (({ profile }: Person) => mapText(profile, name.slice(1), String));
    const index = new HashIndex((number) => {
      const person = this.#people[number];
      return person && keyOf(person);
    });
    for (const number of this.#people.keys()) index.add(number);
    this.#built.set(name, index);
    return index;
  }
}

function mapText(profile: Profile, attribute: string, map: (text: string) => string): string | undefined {
  const value = profile[attribute];
  return typeof value === 'string' && value !== '' ? map(value) : undefined;
}
