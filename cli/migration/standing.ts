import type { readCreated } from './created.ts';
import type { CredentialRows } from './credential-rows.ts';
import type { OktaPeople } from './okta-people.ts';
import type { PlannedPerson, Way } from './plan-file.ts';

/** Where somebody of the plan stands; exactly one holds. */
export const STATES = {
  'not created': 'waits for migrate create',
  'half created': 'migrate create was stopped in the middle of this person; the same command goes on',
  failed: 'Okta refused to create this person',
  'never seen': 'created for the password hook, and has not tried to sign in',
  'tried and failed': 'Okta reported failed sign-ins, or has locked the person out, and none that succeeded',
  unconfirmed: 'an event says that the password was taken over, but Okta still reads IMPORT',
  suspended: 'suspended in Okta before the password was taken over',
  'to be invited': 'staged, without a password that Okta could take over',
  recovering: 'was sent a link to choose a new password, and has not followed it',
  imported: 'Okta has the hash itself, so the hook is not needed; has not signed in',
  migrated: 'Okta has the password itself, and the hook is not needed',
  gone: 'was created, and is deactivated or deleted in Okta',
} as const;
export type State = keyof typeof STATES;

/** The states in which somebody still needs the password hook: it must stay while one of them is left. */
export const NEED_HOOK: ReadonlySet<State> = new Set<State>([
  'never seen',
  'tried and failed',
  'unconfirmed',
  'suspended',
]);

/** What the sources contradict each other in; `cli/migration/disagreements.ts` says what it means and what to do. */
export const DISAGREEMENTS = [
  'created, but not in Okta',
  'in Okta, but not in the ledger',
  'success, but Okta reads IMPORT',
  'Okta has the password, but no event',
  'hash deleted, but Okta reads IMPORT',
  'no hash for the hook',
  'renamed in Okta',
  'two ids',
] as const;
export type Disagreement = (typeof DISAGREEMENTS)[number];

/** Where one person of the plan stands. Times are milliseconds since the epoch. */
export interface Standing {
  readonly row: number;
  readonly wave: string;
  readonly way: Way;
  readonly groups: readonly string[];
  /** Okta's id, once there is one. */
  readonly id?: string;
  /** Okta's where it has the person, else the plan's. */
  readonly login: string;
  readonly email?: string;
  readonly state: State;
  /** Okta's own word; absent for people who are not in Okta. */
  readonly status?: string;
  /** Sign-ins that Okta reported as failed. */
  readonly failures: number;
  readonly lastFailureAt?: number;
  readonly createdAt?: number;
  /** When the password was taken over, as far as an event or Okta tells. */
  readonly migratedAt?: number;
  readonly statusChangedAt?: number;
  /** Whether the legacy hash is still in the credential table; absent where there is no row. */
  readonly hashHeld?: boolean;
  readonly disagreements: readonly Disagreement[];
}

/** What is known, from the programme's own ledger, from Okta and from its events. */
export interface Sources {
  /** By row: `readCreated`. */
  readonly created: Awaited<ReturnType<typeof readCreated>>;
  readonly okta: OktaPeople;
  /** Absent where passwords are not checked with the table and no event hook writes there. */
  readonly credentials?: CredentialRows;
  readonly now: number;
}

/** Everybody of the plan, in its order. */
export declare function standingsOf(
  sources: Sources & { readonly people: AsyncIterable<PlannedPerson> | Iterable<PlannedPerson> },
): Promise<readonly Standing[]>;
