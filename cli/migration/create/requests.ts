import type { PacedRequest } from '../paced-okta.ts';
import type { PlannedPerson, Way } from '../plan-file.ts';

/** What shares a rate limit; the names of Okta's own description. */
export const ENDPOINTS = {
  create: 'POST /api/v1/users',
  find: 'GET /api/v1/users/{id}',
  list: 'GET /api/v1/users',
  group: 'PUT /api/v1/groups/{groupId}/users/{userId}',
  app: 'POST /api/v1/apps/{appId}/users',
} as const;

/** Okta takes no more groups with a new user (E0000093). */
export const MOST_GROUPS = 20;

const PASSWORDS: Readonly<Record<Way, (person: PlannedPerson) => object>> = {
  hash: ({ hash }) => ({ credentials: { password: { hash } } }),
  hook: () => ({ credentials: { password: { hook: { type: 'default' } } } }),
  reset: () => ({}),
};

/**
 * The create call of a person; whoever is to be invited later stays STAGED.
 *
 * Source: Okta, Users API, "Create a user"; guide "Password import inline hook".
 */
export function createRequest(person: PlannedPerson, groupIds: readonly string[]): PacedRequest {
  const { way, profile } = person;
  const groups = groupIds.slice(0, MOST_GROUPS);
  return {
    method: 'POST',
    path: `/api/v1/users?activate=${way !== 'reset'}`,
    body: { profile, ...PASSWORDS[way](person), ...(groups.length > 0 && { groupIds: groups }) },
  };
}

/** A text as the value of a query: with the one sign that `encodeURIComponent` leaves and URLs do not. */
export const queryValue = (text: string): string => encodeURIComponent(text).replaceAll("'", '%27');

/** Adds somebody to a group, however often. */
export function groupRequest(groupId: string, userId: string): PacedRequest {
  const path = `/api/v1/groups/${encodeURIComponent(groupId)}/users/${encodeURIComponent(userId)}`;
  return { method: 'PUT', path };
}

/** Assigns somebody to an application; a second time changes nothing. */
export function appRequest(appId: string, userId: string): PacedRequest {
  const path = `/api/v1/apps/${encodeURIComponent(appId)}/users`;
  return { method: 'POST', path, body: { id: userId, scope: 'USER' }, repeatable: true };
}
