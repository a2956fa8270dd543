import type { Variables } from '../../../lambda/imports/expressions/outcome.ts';
import { normaliseProfile } from '../../../lambda/imports/expressions/profile.ts';

type Profile = Readonly<Record<string, unknown>>;

/** The variables of an expression about one imported person. */
export function person(user: Profile, appUser: Profile = {}, others: Partial<Variables> = {}): Variables {
  return {
    user: normaliseProfile(user),
    appUser: normaliseProfile(appUser),
    conflicts: ['login'],
    matches: [normaliseProfile({ id: '00u1', employeeNumber: '7' })],
    policy: [],
    application: normaliseProfile({ id: '0oa1' }),
    job: normaliseProfile({ id: 'ij1' }),
    action: 'CREATE_USER',
    ...others,
  };
}
