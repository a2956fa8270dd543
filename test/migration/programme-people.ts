import { createHash, pbkdf2Sync } from 'node:crypto';
import type { Way } from '../../cli/migration/plan-file.ts';

/** Somebody of the legacy system: what its export says, and the password that only they know. */
export interface LegacyPerson {
  /** Line of the export. */
  readonly row: number;
  readonly way: Way;
  readonly login: string;
  readonly email: string;
  readonly password: string;
  /** Empty where the way is `reset`. */
  readonly hash: string;
  readonly wave: string;
  readonly groups: readonly string[];
  readonly apps: readonly string[];
}

/** What must never stand on a screen: it is in every login, every password and every hash. */
export const SECRETS = /corp\.example|markpass|marksalt|pbkdf2_sha256\$|\{SSHA\}/i;

export const APP = 'Webshop';
/** More than Okta takes with a new person. */
const CLUBS = Array.from({ length: 23 }, (_, number) => `Club ${number}`);
/** Groups that the org has; `New hires` is none of them. */
export const GROUPS = ['Staff', 'Sales', ...CLUBS];
const PILOTS = 20;

/** One after another: so many of each way, in waves, with groups and applications, one in all the clubs. */
export function legacyPeople(counts: Readonly<Record<Way, number>>): readonly LegacyPerson[] {
  const ways = Object.entries(counts).flatMap(([way, count]) => Array<Way>(count).fill(way as Way));
  return ways.map((way, index) => {
    const name = `person${index}`;
    const password = `markpass-${index}`;
    return {
      row: index + 2,
      way,
      login: `${name}@corp.example.com`,
      email: index % 40 === 8 ? `${name}@corp.example.invalid` : `${name}@corp.example.com`,
      password,
      hash: hashOf(way, password),
      wave: index % Math.floor(ways.length / PILOTS) === 0 ? 'pilot' : 'rest',
      groups: groupsOf(index),
      apps: index % 5 === 0 ? [APP] : [],
    };
  });
}

function groupsOf(index: number): readonly string[] {
  if (index === 3) return CLUBS;
  return ['Staff', ...(index % 3 === 0 ? ['Sales'] : []), ...(index % 50 === 0 ? ['New hires'] : [])];
}

/** Okta knows one round of SHA-1 itself, and PBKDF2 only from 4,096 rounds on. */
function hashOf(way: Way, password: string): string {
  if (way === 'reset') return '';
  if (way === 'hook') {
    const key = pbkdf2Sync(password, 'marksalt', 1000, 32, 'sha256').toString('base64');
    return `pbkdf2_sha256$1000$marksalt$${key}`;
  }
  const salt = Buffer.from('marksalt');
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}

const HEAD = 'login,email,firstName,lastName,hash,groups,apps,wave';
/** Nobody of them can be created: two whose logins Okta takes for one, and one without. */
export const REFUSED = [
  'twin@corp.example.com,,Ana,Silva,,,,rest',
  'TWÍN@corp.example.com,,Ana,Silva,,,,rest',
  ',,Ana,Silva,,,,rest',
] as const;

/** The export of these people, with three more rows of whom there can be nobody. */
export function exportOf(people: readonly LegacyPerson[]): string {
  const lines = people.map(({ login, email, hash, groups, apps, wave }) =>
    [login, email, 'Ana', 'Silva', hash, groups.join(';'), apps.join(';'), wave].join(','),
  );
  return [HEAD, ...lines, ...REFUSED].map((line) => `${line}\n`).join('');
}
