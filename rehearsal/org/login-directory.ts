import type { Holder, LoginDirectory } from '../../lambda/logins/directory.ts';
import { createLoginValidity } from '../../lambda/logins/validity.ts';
import type { Org } from './org.ts';

const isPossible = createLoginValidity('any');

/** An org as the service's decision asks it; answers what `GET /api/v1/users/{login}` would. */
export function orgDirectory(org: Pick<Org, 'find'>): LoginDirectory {
  const holderOf = (login: string): Holder => {
    if (!isPossible(login)) return { state: 'unknown' };
    const holder = org.find(login);
    return holder ? { state: 'taken', id: holder.id } : { state: 'free' };
  };
  return { kind: 'okta', lookup: async (logins) => logins.map(holderOf) };
}
