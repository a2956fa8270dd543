import { foldLogin } from '../lambda/logins/fold.ts';
import { type DirectoryRow, SHARED_MAILBOX } from './directory.ts';
import { MIDDLE_NAMES, TROUBLESOME_NAMES } from './names.ts';
import { accountOf, type Invented, invent, localPartOf } from './person.ts';
import type { Random } from './random.ts';

/** The columns of `people.csv`, as `docs/csv-directory.md` explains them. */
export const PEOPLE_COLUMNS = [
  'uniqueId',
  'userName',
  'firstName',
  'middleName',
  'lastName',
  'email',
  'employeeNumber',
  'accountType',
  'department',
] as const;

/** A row of `people.csv`. */
export type PeopleRow = Readonly<Record<(typeof PEOPLE_COLUMNS)[number], string>>;
type Draft = Omit<PeopleRow, 'uniqueId' | 'userName'> & Partial<PeopleRow>;

const SIZE = 500;

/** Next week's import: mostly people without trouble, and among them every kind of trouble that files have. */
export function inventPeople(directory: readonly DirectoryRow[], random: Random): PeopleRow[] {
  const holders = random.shuffled(directory);
  const active = holders.filter(({ status }) => status === 'ACTIVE');
  const gone = holders.filter(({ status }) => status === 'DEPROVISIONED');
  const moved = active.filter(({ login, email }) => login !== email);
  const troubled = [
    ...active.slice(0, 30).map(sameAs),
    ...moved.slice(0, 25).map((holder) => namesake(holder, random)),
    ...gone.slice(0, 12).map(sameAs),
    ...gone.slice(12, 24).map((holder) => namesake(holder, random)),
    ...active.slice(30, 42).map((holder) => ({ ...namesake(holder, random), email: accented(holder.login) })),
    ...active.slice(42, 54).map(contractorNamed),
    ...sameNames(random),
    ...TROUBLESOME_NAMES.map((names) => newcomer({ ...invent(random), ...names })),
    ...faulty(random),
  ];
  const taken = new Set([...directory, ...troubled].map(({ email }) => foldLogin(email)));
  const people = random.shuffled([...troubled, ...unremarkable(SIZE - troubled.length, taken, random)]);
  return people.map((person, index) => ({
    uniqueId: `e${2001 + index}`,
    userName: accountOf(person),
    ...person,
  }));
}

const newcomer = (person: Invented, email = `${localPartOf(person)}@example.com`): Draft => ({
  ...person,
  email,
  employeeNumber: '',
  accountType: 'EMPLOYEE',
});

/** Somebody who is in the directory already: active, or back after having left. */
const sameAs = ({
  firstName,
  middleName,
  lastName,
  email,
  employeeNumber,
  department,
}: DirectoryRow): Draft => ({
  ...newcomer({ firstName, middleName, lastName, department }, email),
  employeeNumber,
});

/** Somebody else whose login would be one that is held. */
const namesake = ({ login, ...holder }: DirectoryRow, random: Random): Draft =>
  newcomer({ ...holder, middleName: random.chance(0.5) ? random.pick(MIDDLE_NAMES) : '' }, login);

/** The login of an active person in the other domain: the short name becomes ambiguous. */
const contractorNamed = ({ login, ...holder }: DirectoryRow): Draft => ({
  ...newcomer(holder, login.replace(/@.*/, '@contractors.example.org')),
  accountType: 'CONTRACTOR',
});

/** The same login to Okta, and another one to anybody who compares letter by letter. */
const accented = (login: string): string => {
  const [local = '', domain] = login.split('@');
  return `${local.replace('a', 'á').replace('e', 'É').replace('o', 'ö')}@${domain}`;
};

/** Three at a time who share a name and the login that the file gives them. */
function sameNames(random: Random): Draft[] {
  const names = Array.from({ length: 8 }, () => ({ ...invent(random), middleName: '' }));
  return [...names, { ...invent(random), firstName: 'John', lastName: 'Smith' }].flatMap((person) =>
    ['', '', random.pick(MIDDLE_NAMES)].map((middleName) =>
      newcomer({ ...person, middleName }, `${localPartOf(person)}@staff.example.org`),
    ),
  );
}

/** Rows in which somebody made a mistake. */
function faulty(random: Random): Draft[] {
  const person = () => newcomer(invent(random), `new.${localPartOf(invent(random))}@example.com`);
  return [
    ...Array.from({ length: 4 }, () => ({ ...person(), uniqueId: '' })),
    ...Array.from({ length: 2 }, () => ({ ...person(), uniqueId: 'e1999' })),
    { ...person(), email: SHARED_MAILBOX },
    { ...person(), email: '' },
    { ...person(), lastName: '' },
    { ...person(), email: 'no-address' },
    { ...person(), email: 'anna..maria.rossi@example.com' },
    { ...person(), email: ' padded.name@example.com ' },
    { ...person(), email: 'sales/emea.lead@example.com' },
    { ...person(), email: `${'very-long-name.'.repeat(7)}name@example.com` },
    { ...person(), email: 'x@y.' },
  ];
}

function unremarkable(count: number, taken: Set<string>, random: Random): Draft[] {
  const people: Draft[] = [];
  while (people.length < count) {
    const person = newcomer(invent(random));
    const fold = foldLogin(person.email);
    if (taken.has(fold)) continue;
    taken.add(fold);
    people.push(person);
  }
  return people;
}
