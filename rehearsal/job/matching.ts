import type { Org } from '../org/org.ts';
import type { Person, Profile } from '../org/person.ts';
import type { ImportSettings } from './import-settings.ts';

/** The Okta users a person matches: all of them exactly, or, when nobody does, all of them partially. */
export interface Matches {
  readonly kind: 'none' | 'exact' | 'partial';
  readonly people: readonly Person[];
}

const NOBODY: Matches = { kind: 'none', people: [] };
/** More are no help to anybody, and would not fit into a call. */
const MOST = 100;

type Finder = (user: Profile, org: Org) => readonly Person[];

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const findUsername: Finder = (user, org) => {
  const login = text(user['login']);
  const holder = login === undefined ? undefined : org.holderOf(login);
  return holder ? [holder] : [];
};

const findEmail: Finder = (user, org) => {
  const email = text(user['email']);
  return email === undefined ? [] : org.withEmail(email);
};

const findName: Finder = (user, org) => {
  const [first, last] = [text(user['firstName']), text(user['lastName'])];
  return first === undefined || last === undefined ? [] : org.named(first, last);
};

/** Okta compares other attributes with their case. */
const findAttribute =
  (attribute: string): Finder =>
  (user, org) => {
    const value = text(user[attribute]);
    return value === undefined ? [] : org.where(attribute, value);
  };

const EXACT: Readonly<Record<string, Finder>> = { USERNAME: findUsername, EMAIL: findEmail };
const PARTIAL = 'FIRST_AND_LAST_NAME';

/** Ways to match that are no attribute. */
export const MATCHING_POLICIES: readonly string[] = [...Object.keys(EXACT), PARTIAL];

/**
 * Finds the Okta users a mapped profile matches. First and last name make a partial match only; everything else
 * is exact and wins over it.
 *
 * Source: Okta Help, "Match imported user attributes".
 */
export function createMatcher({ matching }: Pick<ImportSettings, 'matching'>, org: Org) {
  const exact = matching.filter((name) => name !== PARTIAL).map((name) => EXACT[name] ?? findAttribute(name));
  const isPartial = matching.includes(PARTIAL);
  return (user: Profile): Matches => {
    const people = distinct(exact, user, org);
    if (people.length > 0) return { kind: 'exact', people };
    const partial = isPartial ? distinct([findName], user, org) : [];
    return partial.length > 0 ? { kind: 'partial', people: partial } : NOBODY;
  };
}

function distinct(finders: readonly Finder[], user: Profile, org: Org): readonly Person[] {
  const [only] = finders;
  const found = finders.length === 1 && only ? only(user, org) : finders.flatMap((find) => find(user, org));
  return found.length < 2 ? found : [...new Set(found)].slice(0, MOST);
}
