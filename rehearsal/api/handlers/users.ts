import type { Transition } from '../../org/lifecycle.ts';
import type { Person } from '../../org/person.ts';
import { notFound } from '../api-error.ts';
import { type ApiAnswer, type Call, NO_CONTENT, ok } from '../exchange.ts';
import { parseFilter } from '../filter.ts';
import { type Numbered, pageAnswer } from '../paging.ts';
import type { World } from '../world.ts';
import { type Handler, readFlag } from './handler.ts';
import { userJson } from './user-json.ts';

const PAGE = { otherwise: 200, most: 200 };

/** Properties that Okta's `filter` takes with `eq`; the one that it takes otherwise, `lastUpdated`, nobody needs. */
const FILTERED = new Set([
  'status',
  'id',
  ...['login', 'email', 'firstName', 'lastName'].map((name) => `profile.${name}`),
]);

/** `GET /api/v1/users`: without a filter, deactivated people are left out. */
export const listUsers: Handler = (world, call) => {
  const filter = filterOf(call.query);
  return pageAnswer(
    call,
    PAGE,
    (number) => passing(world.org.numbered(number), filter),
    (person) => userJson(world, person),
  );
};

function filterOf(query: URLSearchParams): (person: Person) => boolean {
  const text = query.get('filter');
  if (text === null) return ({ status }) => status !== 'DEPROVISIONED';
  return parseFilter(text, (path, operator) => operator === 'eq' && FILTERED.has(path));
}

function* passing(
  people: Numbered<Person>,
  isWanted: (person: Person) => boolean,
): Generator<readonly [number, Person]> {
  for (const item of people) if (isWanted(item[1])) yield item;
}

/** `GET /api/v1/users/{id}`: by id, login, or a short name that nobody else has. */
export const getUser: Handler = (world, call) => ok(userJson(world, found(world, call)));

/** `DELETE /api/v1/users/{id}`: the first one deactivates, the second deletes. */
export const deleteUser: Handler = (world, call) => {
  const { id, status } = found(world, call);
  if (status !== 'DEPROVISIONED') {
    change(world, id, 'deactivate');
    return NO_CONTENT;
  }
  world.org.delete(id);
  world.accounts.close(id);
  for (const groups of [world.groups, world.apps]) groups.forget(id);
  return NO_CONTENT;
};

/** `POST …/lifecycle/activate`: who has no password is invited to choose one. */
export const activateUser: Handler = (world, call) => {
  const { id, status } = found(world, call);
  // reactivating starts over; and a person in PROVISIONED is invited again
  const hasPassword = status !== 'DEPROVISIONED' && world.accounts.of(id).credential.kind !== 'none';
  const isInvitedAgain = status === 'PROVISIONED' && !hasPassword;
  if (!isInvitedAgain) change(world, id, hasPassword || status === 'ACTIVE' ? 'activate' : 'invite');
  return mailed(call, { activationToken: 'stand-in', activationUrl: `${world.origin}/welcome/stand-in` });
};

/** `POST …/lifecycle/deactivate`. */
export const deactivateUser: Handler = (world, call) => {
  change(world, found(world, call).id, 'deactivate');
  return ok({});
};

/** `POST …/lifecycle/reset_password`: the password counts no more, imported or not, and nobody can sign in. */
export const resetPassword: Handler = (world, call) => {
  const { id } = found(world, call);
  change(world, id, 'reset_password');
  return mailed(call, { resetPasswordUrl: `${world.origin}/reset_password/stand-in` });
};

function found({ org }: World, call: Call): Person {
  const id = call.param('id');
  const person = org.find(id);
  if (!person) throw notFound(id, 'User');
  return person;
}

function change({ org, accounts }: World, id: string, transition: Transition): void {
  const { status } = org.transition(id, transition);
  accounts.change(id, (now) => ({
    statusChanged: now,
    ...(status === 'ACTIVE' && { activated: now }),
    ...((transition === 'deactivate' || transition === 'reset_password') && { credential: { kind: 'none' } }),
  }));
}

/** With `sendEmail=false` the caller gets what the mail would hold. */
function mailed({ query }: Call, token: object): ApiAnswer {
  return ok(readFlag(query, 'sendEmail', true) ? {} : token);
}
