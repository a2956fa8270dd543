import { foldLogin } from '../../lambda/logins/fold.ts';
import type { Evidence, State } from './standing.ts';

/** What it means that sources contradict each other, and what to do about it. */
export interface Explanation {
  readonly means: string;
  readonly next: string;
}

/** Every way in which the ledger, Okta and its events can contradict each other. */
export const DISAGREEMENTS = {
  'created, but not in Okta': {
    means:
      'the journal has an id for them that Okta does not know: they were deleted, or this is another org',
    next: 'compare the org with the one that migrate create worked on; look for user.lifecycle.delete in the System Log',
  },
  'in Okta, but not in the ledger': {
    means: 'somebody in Okta has this login, and migrate create did not create them',
    next: 'find out who they are: one who was there before keeps the login, and leaves the plan',
  },
  'success, but Okta reads IMPORT': {
    means: 'Okta said that it took the password over, but has not saved it; it asks the hook again',
    next: 'keep the hook; if it stays so, the org was read-only at that moment: have them sign in once more',
  },
  'Okta has the password, but no event': {
    means:
      'the event hook has missed it, or they chose a new password by a link; the legacy hash is kept for ever',
    next: 'run doctor to see whether events arrive; then delete the hashes of these people by hand',
  },
  'hash deleted, but Okta reads IMPORT': {
    means: 'the password can neither be checked by the hook nor by Okta: they cannot sign in',
    next: 'reset these passwords; or, once a sign-in has failed, load the legacy hash again with credentials load',
  },
  'no hash for the hook': {
    means: 'created for the hook, but the credential table has no hash for them: they cannot sign in',
    next: 'run credentials load --plan with the export that the plan was made of',
  },
  'renamed in Okta': {
    means: 'the login in Okta is not the one the legacy hash is kept under: the hook does not find them',
    next: 'change the login back until they have signed in, or reset the password',
  },
  'two ids': {
    means: 'the credential table has another id for this login than the journal',
    next: 'find out which of the two is the person; delete or rename the other one',
  },
} as const satisfies Readonly<Record<string, Explanation>>;
export type Disagreement = keyof typeof DISAGREEMENTS;
export const DISAGREEMENT_KINDS = Object.keys(DISAGREEMENTS) as readonly Disagreement[];

/** Events come a while after what they tell of; only later than this they are missing. */
const EVENT_DELAY_MS = 15 * 60 * 1000;

type Check = (evidence: Evidence, state: State, needsHook: boolean) => boolean;

const CHECKS: Readonly<Record<Disagreement, Check>> = {
  'created, but not in Okta': ({ id, okta }, state) => id !== undefined && !okta && state === 'gone',
  'in Okta, but not in the ledger': ({ namesake, entry }) => namesake !== undefined && !entry,
  'success, but Okta reads IMPORT': (_, state) => state === 'unconfirmed',
  'Okta has the password, but no event': ({ person, okta, credential, wasLinked, askedAt }, state) =>
    person.way === 'hook' &&
    !wasLinked &&
    state === 'migrated' &&
    credential?.hashHeld === true &&
    credential.migratedAt === undefined &&
    (okta?.lastLogin ?? okta?.statusChanged ?? 0) < askedAt - EVENT_DELAY_MS,
  'hash deleted, but Okta reads IMPORT': ({ credential }, _, needsHook) =>
    needsHook && credential?.hashHeld === false && credential.hashDeletedAt !== undefined,
  'no hash for the hook': ({ person, credential, hasTable }, _, needsHook) =>
    hasTable &&
    person.way === 'hook' &&
    needsHook &&
    credential?.hashHeld !== true &&
    credential?.hashDeletedAt === undefined,
  'renamed in Okta': ({ person, okta, login }, _, needsHook) =>
    okta !== undefined && person.way === 'hook' && needsHook && foldLogin(okta.login) !== foldLogin(login),
  'two ids': ({ id, credential }) =>
    id !== undefined && credential?.oktaId !== undefined && credential.oktaId !== id,
};

/** Everything in which the sources contradict each other about one person. */
export function disagreementsOf(
  evidence: Evidence,
  state: State,
  needsHook: boolean,
): readonly Disagreement[] {
  const found = DISAGREEMENT_KINDS.filter((kind) => CHECKS[kind](evidence, state, needsHook));
  return found.length === 0 ? NONE : found;
}

const NONE: readonly Disagreement[] = [];
