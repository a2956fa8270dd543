import type { Person } from '../../org/person.ts';
import { providerOf } from '../accounts.ts';
import type { World } from '../world.ts';
import { isoTime, isoTimeOrNull } from './handler.ts';

/** A person as the API shows them: no password, hash or hook. Source: schema User. */
export function userJson(
  { accounts, origin }: Pick<World, 'accounts' | 'origin'>,
  { id, status, profile }: Person,
) {
  const account = accounts.of(id);
  const type = providerOf(account);
  return {
    id,
    status,
    created: isoTime(account.created),
    activated: isoTimeOrNull(account.activated),
    statusChanged: isoTimeOrNull(account.statusChanged),
    lastLogin: isoTimeOrNull(account.lastLogin),
    lastUpdated: isoTime(account.lastUpdated),
    passwordChanged: isoTimeOrNull(account.passwordChanged),
    // an attribute that is empty is left out, as nearly all are at Okta
    profile: Object.fromEntries(Object.entries(profile).filter(([, value]) => value !== null)),
    credentials: {
      ...(account.credential.kind !== 'none' && { password: {} }),
      provider: { type, name: type },
    },
    _links: { self: { href: `${origin}/api/v1/users/${id}` } },
  };
}
