import { knownAttributes } from '../../rules/attributes.ts';
import type { Profile } from '../org/person.ts';

/** What a mapping makes of an app profile; `faults` are expressions that came to an error. */
export interface Mapped {
  readonly user: Profile;
  readonly faults: readonly { readonly attribute: string; readonly code: string }[];
}

/** How the app is set up in Okta: Provisioning → To Okta. */
export interface ImportSettings {
  /** As the hook's `data.context.application`. */
  readonly application: { readonly name: string; readonly id: string; readonly label: string };
  /** Which Okta users a person matches: `USERNAME`, `EMAIL`, `FIRST_AND_LAST_NAME`, or an attribute of both profiles. */
  readonly matching: readonly string[];
  /** The Okta profile that an app profile is mapped to. */
  map(appUser: Profile): Mapped;
}

const STANDARD = [...(knownAttributes([])['user'] ?? [])].filter((name) => name !== 'login');
const NO_FAULTS: Mapped['faults'] = [];

/**
 * Okta's standard mapping: every attribute of the standard profile that the app profile has too, and the e-mail
 * address as login.
 */
export function standardMapping(appUser: Profile): Record<string, unknown> {
  const user: Record<string, unknown> = { login: appUser['login'] ?? appUser['email'] ?? null };
  for (const name of STANDARD) {
    const value = appUser[name];
    if (value !== undefined) user[name] = value;
  }
  return user;
}

/** A CSV directory as Okta sets it up: the standard mapping, matched by e-mail. */
export const standardSettings: ImportSettings = {
  application: { name: 'csv_directory', id: '0oaRehearsalCsvDir01', label: 'CSV Directory' },
  matching: ['EMAIL'],
  map: (appUser) => ({ user: standardMapping(appUser), faults: NO_FAULTS }),
};
