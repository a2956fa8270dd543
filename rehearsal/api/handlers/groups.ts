import * as z from 'zod';
import type { Person } from '../../org/person.ts';
import { invalid, notFound } from '../api-error.ts';
import { readBody } from '../body.ts';
import { type Call, NO_CONTENT, ok } from '../exchange.ts';
import type { Group, Groups } from '../groups.ts';
import { type Numbered, pageAnswer } from '../paging.ts';
import type { World } from '../world.ts';
import { type Handler, isoTime } from './handler.ts';
import { userJson } from './user-json.ts';

const PAGE = { otherwise: 200, most: 10_000 };
const MEMBERS_PAGE = { otherwise: 1_000, most: 1_000 };

const newGroup = z.object({
  profile: z.object({ name: z.string().min(1).max(255), description: z.string().max(1024).optional() }),
});

/** `GET /api/v1/groups`: all, or with `q` those whose names begin with it, whatever the case. */
export const listGroups: Handler = (world, call) =>
  pageAnswer(
    call,
    PAGE,
    (number) => groupsNamed(world.groups, number, call.query.get('q')),
    (group) => groupJson(world, group),
  );

/** `POST /api/v1/groups`. */
export const addGroup: Handler = (world, { body }) => {
  const { profile } = readBody(newGroup, body, 'group');
  const group = world.groups.add(profile.name, profile.description, world.clock());
  if (!group)
    throw invalid('name', 'name: An object with this field already exists in the current organization');
  return ok(groupJson(world, group));
};

/** `GET /api/v1/groups/{groupId}`. */
export const getGroup: Handler = (world, call) =>
  ok(groupJson(world, groupOf(world.groups, call.param('groupId'), 'UserGroup')));

/** `GET /api/v1/groups/{groupId}/users`. */
export const listGroupUsers: Handler = (world, call) => {
  const { members } = groupOf(world.groups, call.param('groupId'), 'UserGroup');
  return pageAnswer(
    call,
    MEMBERS_PAGE,
    (number) => peopleIn(members, world.org.numbered(number)),
    (person) => userJson(world, person),
  );
};

/** `PUT /api/v1/groups/{groupId}/users/{userId}`: once or more often. */
export const assignUserToGroup: Handler = (world, call) => {
  const { group, person } = membershipOf(world, call);
  group.members.add(person.id);
  return NO_CONTENT;
};

/** `DELETE /api/v1/groups/{groupId}/users/{userId}`. */
export const unassignUserFromGroup: Handler = (world, call) => {
  const { group, person } = membershipOf(world, call);
  group.members.delete(person.id);
  return NO_CONTENT;
};

function membershipOf({ groups, org }: World, call: Call): { group: Group; person: Person } {
  const group = groupOf(groups, call.param('groupId'), 'UserGroup');
  return { group, person: personWithId(org, call.param('userId')) };
}

/** The person with an id; here no login will do. */
export function personWithId(org: World['org'], id: string): Person {
  const person = org.get(id);
  if (!person) throw notFound(id, 'User');
  return person;
}

/** @throws ApiError 404 that calls it a `kind` */
export function groupOf(groups: Groups, id: string, kind: string): Group {
  const group = groups.get(id);
  if (!group) throw notFound(id, kind);
  return group;
}

/** Groups from a number on whose names begin with `q`, whatever the case. */
export function* groupsNamed(
  groups: Groups,
  from: number,
  q: string | null,
): Generator<readonly [number, Group]> {
  const start = (q ?? '').toLowerCase();
  for (const item of groups.numbered(from)) if (item[1].name.toLowerCase().startsWith(start)) yield item;
}

/** The members among people. */
export function* peopleIn(
  members: ReadonlySet<string>,
  people: Numbered<Person>,
): Generator<readonly [number, Person]> {
  for (const item of people) if (members.has(item[1].id)) yield item;
}

function groupJson({ origin }: World, { id, name, description, created }: Group) {
  const at = isoTime(created);
  return {
    id,
    created: at,
    lastUpdated: at,
    lastMembershipUpdated: at,
    objectClass: ['okta:user_group'],
    type: 'OKTA_GROUP',
    profile: { name, ...(description !== undefined && { description }) },
    _links: { users: { href: `${origin}/api/v1/groups/${id}/users` } },
  };
}
