import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';
import { createLoginValidity, type LoginValidity } from '../../lambda/logins/validity.ts';
import { statusAfter, type Transition } from './lifecycle.ts';
import { PeopleIndexes } from './people-indexes.ts';
import type { Person, Profile, UserStatus } from './person.ts';
import { LOGIN_TAKEN, objectionsTo } from './profile-rules.ts';
import { type Objection, OrgRefusal } from './refusal.ts';
import { nameKey, shortNameOf } from './same-login.ts';

/** How an org is set up. */
export interface OrgOptions {
  /** What a login may look like: `email`, `any` or a class of characters. @default email */
  readonly loginPattern?: string;
}

/** The directory of a stand-in org, with Okta's rules about people. */
export interface Org {
  readonly size: number;
  /** Everybody, in the order of their arrival. */
  people(): Generator<Person>;
  /** Everybody whose number is at least `from`; nobody's number changes when others are deleted. */
  numbered(from: number): Generator<readonly [number: number, person: Person]>;
  get(id: string): Person | undefined;
  /** As `GET /api/v1/users/{id}` finds people: by id, login, or a short name that nobody else has. */
  find(idOrLogin: string): Person | undefined;
  /** Who has this login as Okta compares logins: without case and diacritics, in whatever status. */
  holderOf(login: string): Person | undefined;
  /** Everybody whose login begins with this before its @. */
  withShortName(shortName: string): readonly Person[];
  /** Whether somebody can, or could, be found by the short name that this login would have. */
  hasShortName(login: string): boolean;
  /** Everybody with this e-mail address, whatever its case. */
  withEmail(email: string): readonly Person[];
  /** Everybody with this first and last name, whatever their case. */
  named(firstName: string, lastName: string): readonly Person[];
  /** Everybody whose attribute is this text, case included. */
  where(attribute: string, value: string): readonly Person[];
  /** Why Okta would not give somebody this profile; empty: it would. `self` may keep what they have. */
  objections(profile: Profile, self?: Person): readonly Objection[];
  /** @throws OrgRefusal E0000001 with its causes */
  create(profile: Profile, status?: UserStatus): Person;
  /** Changes attributes; null empties one. @throws OrgRefusal E0000001, E0000007 */
  update(id: string, changes: Profile): Person;
  /** @throws OrgRefusal E0000001, E0000007, E0000016, E0000038 */
  transition(id: string, transition: Transition): Person;
  /** Okta deletes deactivated people only. @throws OrgRefusal E0000007, E0000038 */
  delete(id: string): void;
  /**
   * Takes somebody over as another org has them, whatever they look like; false when id or login are taken.
   * Without an id they get one.
   */
  admit(person: Omit<Person, 'id'> & { readonly id?: string }): boolean;
}

/** An empty org. */
export function createOrg({ loginPattern = 'email' }: OrgOptions = {}): Org {
  return new MemoryOrg(createLoginValidity(loginPattern));
}

/** Okta's code for a transition that a status does not allow; it differs by transition. */
function refusalOf(transition: Transition, { status }: Person): OrgRefusal {
  if (transition === 'activate' && status === 'ACTIVE') return new OrgRefusal('E0000016');
  if (transition !== 'suspend' && transition !== 'unsuspend') return new OrgRefusal('E0000038');
  const errorSummary = `Cannot ${transition} a user that is ${transition === 'suspend' ? 'not active' : 'not suspended'}`;
  return new OrgRefusal('E0000001', [{ attribute: transition, because: 'invalid', errorSummary }]);
}

class MemoryOrg implements Org {
  readonly #isLogin: LoginValidity;
  /** By number; nobody where somebody was deleted. */
  readonly #people: (Person | undefined)[] = [];
  readonly #indexes = new PeopleIndexes(this.#people);
  #deleted = 0;

  constructor(isLogin: LoginValidity) {
    this.#isLogin = isLogin;
  }

  get size(): number {
    return this.#people.length - this.#deleted;
  }

  *people(): Generator<Person> {
    for (const person of this.#people) if (person) yield person;
  }

  *numbered(from: number): Generator<readonly [number, Person]> {
    for (let number = from; number < this.#people.length; number++) {
      const person = this.#people[number];
      if (person) yield [number, person];
    }
  }

  get(id: string): Person | undefined {
    return this.#indexes.first('id', id);
  }

  find(idOrLogin: string): Person | undefined {
    const known = this.get(idOrLogin) ?? this.holderOf(idOrLogin);
    if (known) return known;
    const [only, ...others] = this.withShortName(idOrLogin);
    return others.length === 0 ? only : undefined;
  }

  holderOf(login: string): Person | undefined {
    return this.#indexes.first('login', oktaLoginKey(login));
  }

  withShortName(shortName: string): readonly Person[] {
    return this.#indexes.all('short name', oktaLoginKey(shortName));
  }

  hasShortName(login: string): boolean {
    return this.#indexes.first('short name', shortNameOf(login)) !== undefined;
  }

  withEmail(email: string): readonly Person[] {
    return this.#indexes.all('email', email.toLowerCase());
  }

  named(firstName: string, lastName: string): readonly Person[] {
    return this.#indexes.all('name', nameKey(firstName, lastName));
  }

  where(attribute: string, value: string): readonly Person[] {
    return this.#indexes.all(`=${attribute}`, value);
  }

  objections(profile: Profile, self?: Person): readonly Objection[] {
    const objections = objectionsTo(profile, this.#isLogin);
    const { login } = profile;
    const holder = typeof login === 'string' ? this.holderOf(login) : undefined;
    return holder && holder.id !== self?.id ? [...objections, LOGIN_TAKEN] : objections;
  }

  create(profile: Profile, status: UserStatus = 'ACTIVE'): Person {
    this.#mustBeValid(profile);
    return this.#add({ id: this.#newId(), status, profile });
  }

  admit({ id = this.#newId(), status, profile }: Omit<Person, 'id'> & { readonly id?: string }): boolean {
    if (this.get(id) || this.holderOf(String(profile['login']))) return false;
    this.#add({ id, status, profile });
    return true;
  }

  update(id: string, changes: Profile): Person {
    const person = this.#mustExist(id);
    const profile = { ...person.profile, ...changes };
    this.#mustBeValid(profile, person);
    return this.#replace(person, { ...person, profile });
  }

  transition(id: string, transition: Transition): Person {
    const person = this.#mustExist(id);
    const status = statusAfter(transition, person.status);
    if (status) return this.#replace(person, { ...person, status });
    throw refusalOf(transition, person);
  }

  delete(id: string): void {
    const person = this.#mustExist(id);
    if (person.status !== 'DEPROVISIONED') throw new OrgRefusal('E0000038');
    this.#replace(person, undefined);
    this.#deleted += 1;
  }

  #mustExist(id: string): Person {
    const person = this.get(id);
    if (person) return person;
    throw new OrgRefusal('E0000007');
  }

  #mustBeValid(profile: Profile, self?: Person): void {
    const causes = this.objections(profile, self);
    if (causes.length > 0) throw new OrgRefusal('E0000001', causes);
  }

  #add(person: Person): Person {
    this.#indexes.add(this.#people.push(person) - 1);
    return person;
  }

  #replace<Next extends Person | undefined>(person: Person, next: Next): Next {
    this.#indexes.change(person.id, (number) => {
      this.#people[number] = next;
    });
    return next;
  }

  /** Twenty characters as Okta's ids have; an export of a stand-in may have brought some. */
  #newId(): string {
    for (let number = this.#people.length; ; number++) {
      const id = `00ustandin${String(number).padStart(10, '0')}`;
      if (!this.get(id)) return id;
    }
  }
}
