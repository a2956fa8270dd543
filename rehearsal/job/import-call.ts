import { IMPORT_EVENT_TYPE, type ImportRequest } from '../../lambda/contract/import-request.ts';
import type { Person, Profile } from '../org/person.ts';
import type { ImportSettings } from './import-settings.ts';
import type { Matches } from './matching.ts';

/** A person of an import after mapping and matching: what the hook is asked about. */
export interface Arrival {
  readonly row: number;
  /** Where the job's book has the row. */
  readonly entry: number;
  /** The login that the mapping gives; not empty. */
  readonly login: string;
  readonly appUser: Profile;
  readonly user: Profile;
  readonly matches: Matches;
  /** The one Okta user who matches exactly: Okta is about to link to them. */
  readonly linkTo: Person | undefined;
  /** Somebody in Okta has the login; only asked when the person is to be created. */
  readonly inConflict: boolean;
}

/** The job a call belongs to. */
export interface ImportJob {
  readonly id: string;
  readonly settings: ImportSettings;
}

/** The call of the user import hook for one person, as Okta makes it. */
export function importCall(arrival: Arrival, { id, settings }: ImportJob): ImportRequest {
  const { row, appUser, user, matches, linkTo, inConflict } = arrival;
  return {
    eventId: `${id}${row}`,
    eventType: IMPORT_EVENT_TYPE,
    data: {
      context: {
        conflicts: inConflict ? ['login'] : [],
        application: { ...settings.application, status: 'ACTIVE' },
        job: { id, type: 'import:users' },
        matches: matches.people.map((person) => ({ ...person.profile, id: person.id })),
        policy: [...settings.matching],
      },
      action: { result: linkTo ? 'LINK_USER' : 'CREATE_USER' },
      appUser: { profile: appUser },
      user: linkTo ? { id: linkTo.id, profile: user } : { profile: user },
    },
  };
}
