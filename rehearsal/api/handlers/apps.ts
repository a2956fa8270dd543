import * as z from 'zod';
import type { Person } from '../../org/person.ts';
import { notFound } from '../api-error.ts';
import { readBody } from '../body.ts';
import { type Call, NO_CONTENT, ok } from '../exchange.ts';
import type { Group } from '../groups.ts';
import { pageAnswer } from '../paging.ts';
import type { World } from '../world.ts';
import { groupOf, groupsNamed, peopleIn, personWithId } from './groups.ts';
import { type Handler, isoTime } from './handler.ts';

const PAGE = { otherwise: 20, most: 200 };
const USERS_PAGE = { otherwise: 50, most: 500 };

const assignment = z.object({ id: z.string() });

/** `GET /api/v1/apps`: all, or with `q` those whose labels begin with it, whatever the case. */
export const listApps: Handler = (world, call) =>
  pageAnswer(call, PAGE, (number) => groupsNamed(world.apps, number, call.query.get('q')), appJson);

/** `GET /api/v1/apps/{appId}`. */
export const getApp: Handler = (world, call) => ok(appJson(appOf(world, call)));

/** `GET /api/v1/apps/{appId}/users`. */
export const listAppUsers: Handler = (world, call) => {
  const app = appOf(world, call);
  return pageAnswer(
    call,
    USERS_PAGE,
    (number) => peopleIn(app.members, world.org.numbered(number)),
    (person) => appUserJson(world, app, person),
  );
};

/** `POST /api/v1/apps/{appId}/users`: once or more often; the login is the name in the app. */
export const assignAppUser: Handler = (world, call) => {
  const app = appOf(world, call);
  const person = personWithId(world.org, readBody(assignment, call.body, 'appUser').id);
  app.members.add(person.id);
  return ok(appUserJson(world, app, person));
};

/** `GET /api/v1/apps/{appId}/users/{userId}`. */
export const getAppUser: Handler = (world, call) => {
  const app = appOf(world, call);
  return ok(appUserJson(world, app, memberOf(world, app, call)));
};

/** `DELETE /api/v1/apps/{appId}/users/{userId}`. */
export const unassignAppUser: Handler = (world, call) => {
  const app = appOf(world, call);
  app.members.delete(memberOf(world, app, call).id);
  return NO_CONTENT;
};

const appOf = ({ apps }: World, call: Call): Group => groupOf(apps, call.param('appId'), 'AppInstance');

function memberOf({ org }: World, { members }: Group, call: Call): Person {
  const person = personWithId(org, call.param('userId'));
  if (!members.has(person.id)) throw notFound(person.id, 'AppUser');
  return person;
}

const appJson = ({ id, name, created }: Group) => ({
  id,
  name: name.toLowerCase().replace(/\W+/g, '_'),
  label: name,
  status: 'ACTIVE',
  created: isoTime(created),
});

/** Source: schema AppUser. */
function appUserJson({ origin }: World, app: Group, { id, profile }: Person) {
  const at = isoTime(app.created);
  return {
    id,
    created: at,
    lastUpdated: at,
    scope: 'USER',
    status: 'ACTIVE',
    statusChanged: at,
    passwordChanged: null,
    syncState: 'DISABLED',
    credentials: { userName: String(profile['login']) },
    profile: {},
    _links: {
      app: { href: `${origin}/api/v1/apps/${app.id}` },
      user: { href: `${origin}/api/v1/users/${id}` },
    },
  };
}
