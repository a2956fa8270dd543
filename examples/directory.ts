import { foldLogin } from '../lambda/logins/fold.ts';
import { type Invented, invent, localPartOf } from './person.ts';
import type { Random } from './random.ts';

/** The columns of `directory.csv`: attributes of Okta's user profile, with id and status before them. */
export const DIRECTORY_COLUMNS = [
  'id',
  'status',
  'created',
  'login',
  'email',
  'firstName',
  'middleName',
  'lastName',
  'employeeNumber',
  'userType',
  'department',
] as const;

/** A row of `directory.csv`. */
export type DirectoryRow = Readonly<Record<(typeof DIRECTORY_COLUMNS)[number], string>>;

/** Several people use it, so that its address identifies nobody. */
export const SHARED_MAILBOX = 'front.desk@example.com';
const SIZE = 2_000;
const ID_LETTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const DAY = 24 * 60 * 60 * 1000;
const FIRST_DAY = Date.UTC(2016, 0, 4);

/** An org that has grown for ten years: numbered logins, second domains, people who left and still hold theirs. */
export function inventDirectory(random: Random): DirectoryRow[] {
  const taken = new Set<string>();
  return Array.from({ length: SIZE }, (_, index) => {
    const person = invent(random);
    const contractor = random.chance(0.08);
    const login = freeLogin(person, contractor ? 'example.org' : 'example.com', taken);
    return {
      ...person,
      id: `00u${Array.from({ length: 17 }, () => random.pick(ID_LETTERS)).join('')}`,
      status: statusOf(random),
      created: new Date(FIRST_DAY + index * 2 * DAY).toISOString(),
      login,
      email: emailOf(login, random),
      employeeNumber: contractor ? '' : `E${100_000 + index}`,
      userType: contractor ? 'Contractor' : 'Employee',
    };
  });
}

function freeLogin(person: Invented, domain: string, taken: Set<string>): string {
  const base = localPartOf(person);
  for (let number = 1; ; number += 1) {
    const login = `${base}${number === 1 ? '' : number}@${domain}`;
    if (taken.has(foldLogin(login))) continue;
    taken.add(foldLogin(login));
    return login;
  }
}

/** Some share a mailbox, some have married, or use the mailbox of a company that was bought: their mail is not their login. */
function emailOf(login: string, random: Random): string {
  if (random.chance(0.002)) return SHARED_MAILBOX;
  return random.chance(0.15) ? login.replace(/@.*/, '@mail.example.com') : login;
}

function statusOf(random: Random): string {
  const die = random.next();
  if (die < 0.14) return 'DEPROVISIONED';
  if (die < 0.16) return 'SUSPENDED';
  if (die < 0.175) return 'STAGED';
  if (die < 0.185) return 'RECOVERY';
  return die < 0.19 ? 'PASSWORD_EXPIRED' : 'ACTIVE';
}
