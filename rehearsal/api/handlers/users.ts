import * as z from 'zod';
import type { Transition } from '../../org/lifecycle.ts';
import type { Person } from '../../org/person.ts';
import { notFound, notInThisStatus } from '../api-error.ts';
import { readBody } from '../body.ts';
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

const userChanges = z.object({
  profile: z.record(z.string(), z.unknown()).default({}),
  credentials: z
    .strictObject({ password: z.strictObject({ value: z.string().min(8).max(72) }).optional() })
    .optional(),
});

/** `POST /api/v1/users/{id}`: changes attributes, and gives a new password, which ends a reset or an invitation. */
export const updateUser: Handler = (world, call) => {
  const { id } = found(world, call);
  const { profile, credentials } = readBody(userChanges, call.body, 'user');
  const person = world.org.update(id, profile);
  const { value } = credentials?.password ?? {};
  world.accounts.change(id, () => ({}));
  if (value === undefined) return ok(userJson(world, person));
  change(world, id, 'set_password');
  world.accounts.change(id, (now) => ({ passwordChanged: now, credential: world.accounts.keep(value) }));
  return ok(userJson(world, found(world, call)));
};

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
  return mailed(call, welcome(world));
};

/** `POST …/lifecycle/reactivate`: invites once more; here no mail is sent unless it is asked for. */
export const reactivateUser: Handler = (world, call) => {
  const { id, status } = found(world, call);
  if (status !== 'PROVISIONED' && status !== 'RECOVERY') throw notInThisStatus();
  world.accounts.change(id, () => ({}));
  return mailed(call, welcome(world), false);
};

/** `POST …/lifecycle/suspend` and `…/unsuspend`: the password stays what it was. */
export const setSuspended =
  (transition: 'suspend' | 'unsuspend'): Handler =>
  (world, call) => {
    change(world, found(world, call).id, transition);
    return ok({});
  };

/** `POST …/lifecycle/deactivate`. */
export const deactivateUser: Handler = (world, call) => {
  change(world, found(world, call).id, 'deactivate');
  return ok({});
};

/** `POST …/lifecycle/reset_password`: the password counts no more, imported or not, and nobody can sign in. */
export const resetPassword: Handler = (world, call) => {
  const { id, profile } = found(world, call);
  change(world, id, 'reset_password');
  const targets = [{ id, type: 'User', alternateId: String(profile['login']) }];
  const record = (eventType: string, displayMessage: string) =>
    world.log.record({ eventType, displayMessage, result: 'SUCCESS', targets });
  record('user.account.reset_password', 'Reset user password');
  if (readFlag(call.query, 'sendEmail', true))
    record('system.email.password_reset.sent_message', 'Send password reset message');
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
function mailed({ query }: Call, token: object, otherwise = true): ApiAnswer {
  return ok(readFlag(query, 'sendEmail', otherwise) ? {} : token);
}

const welcome = ({ origin }: World) => ({
  activationToken: 'stand-in',
  activationUrl: `${origin}/welcome/stand-in`,
});
