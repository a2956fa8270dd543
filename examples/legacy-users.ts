import {
  argon2Hash,
  bcryptHash,
  type LegacyHash,
  pbkdf2Hash,
  phpassHash,
  saltedHash,
} from './legacy-hashes.ts';
import { type Invented, invent, localPartOf } from './person.ts';
import { Random } from './random.ts';

/** The columns of `legacy-users.csv`, as the export of a shop might have them. */
export const LEGACY_COLUMNS = [
  'login',
  'email',
  'first name',
  'last name',
  'department',
  'hash',
  'salt',
  'format',
  'groups',
  'apps',
  'wave',
] as const;

/** A row of `legacy-users.csv`. */
export type LegacyUserRow = Readonly<Record<(typeof LEGACY_COLUMNS)[number], string>>;

type MakeHash = (password: string, name: string) => Promise<LegacyHash>;

const SEED = 1960;
const DOMAIN = 'legacy.example.org';
const PILOT = 8;
const FIRST_WAVE = 30;

/** Everybody's password: the first name as the file writes it, and these words. */
export const legacyPassword = (firstName: string) => `${firstName} rides the last tram`;

const withoutHash = async (): Promise<LegacyHash> => ({ hash: '', salt: '', format: '' });
const disabled: MakeHash = async (password, name) => {
  const { hash, ...rest } = await bcryptHash(password, name);
  return { ...rest, hash: `!${hash}` };
};
const cutOff: MakeHash = async (password, name) => {
  const { hash, ...rest } = await bcryptHash(password, name);
  return { ...rest, hash: hash.slice(0, -7) };
};

/** How many people have which hash, in the order of the file before it is shuffled. */
const HASHES: readonly (readonly [people: number, make: MakeHash])[] = [
  [21, bcryptHash],
  [8, saltedHash],
  [6, pbkdf2Hash(10_000)],
  [2, pbkdf2Hash(1_000)],
  [8, phpassHash],
  [8, argon2Hash],
  [1, disabled],
  [2, withoutHash],
  [1, cutOff],
];

/** Invented customers of a shop that moves to Okta, with hashes of every kind, and what goes wrong in exports. */
export async function inventLegacyUsers(): Promise<LegacyUserRow[]> {
  const random = new Random(SEED);
  const makers = random.shuffled(
    HASHES.flatMap(([people, make]) => Array.from({ length: people }, () => make)),
  );
  const people = differentPeople(makers.length, random);
  const rows = await Promise.all(
    makers.map(async (make, index) => rowOf(people[index] ?? invent(random), index, make)),
  );
  const [first, second, third] = rows.filter(({ hash }) => hash.startsWith('$argon2'));
  if (!first || !second || !third) throw new RangeError('nobody has an argon2 hash');
  const [manyGroups, undeliverable, ...others] = [first, second, ...rows].filter(isOnce);
  return [
    ...others.slice(0, 40),
    // the same login to Okta
    { ...third, login: third.login.toUpperCase(), wave: '2' },
    { ...(manyGroups ?? first), groups: regions() },
    { ...(undeliverable ?? second), email: `${localOf(second.login)}@shop.invalid` },
    ...others.slice(40),
    { ...third, login: `${'very-long-name.'.repeat(6)}${third.login}`, email: '', wave: '2' },
  ];
}

const isOnce = <Item>(item: Item, index: number, items: readonly Item[]) => items.indexOf(item) === index;

const localOf = (login: string) => login.replace(/@.*/, '');

/** One more than Okta takes with a new user, and two for good measure. */
const regions = () =>
  ['Shop Customers', ...Array.from({ length: 22 }, (_, index) => `Region ${index + 1}`)].join(';');

function differentPeople(count: number, random: Random): Invented[] {
  const people = new Map<string, Invented>();
  while (people.size < count) {
    const person = invent(random);
    people.set(localPartOf(person), person);
  }
  return [...people.values()];
}

async function rowOf(person: Invented, index: number, make: MakeHash): Promise<LegacyUserRow> {
  const { firstName, lastName, department } = person;
  const local = localPartOf(person);
  const login = `${local}@${DOMAIN}`;
  return {
    login,
    // some rows leave the address out: then it is the login
    email: index % 4 === 0 ? '' : login,
    'first name': firstName,
    'last name': lastName,
    department,
    ...(await make(legacyPassword(firstName), local)),
    groups: index % 3 === 0 ? 'Shop Customers;Newsletter' : 'Shop Customers',
    apps: index % 5 === 0 ? 'Webshop' : '',
    wave: index < PILOT ? 'pilot' : index < FIRST_WAVE ? '1' : '2',
  };
}
