import * as z from 'zod';
import type { Credential } from '../accounts.ts';
import { ApiError, invalid } from '../api-error.ts';
import { readBody } from '../body.ts';
import { type ApiAnswer, type Call, ok } from '../exchange.ts';
import type { Group } from '../groups.ts';
import { importedHash } from '../passwords/imported-hash.ts';
import type { World } from '../world.ts';
import { readFlag } from './handler.ts';
import { userJson } from './user-json.ts';

const password = z.union([
  z.strictObject({ value: z.string().min(8).max(72) }),
  z.strictObject({ hook: z.strictObject({ type: z.literal('default') }) }),
  z.strictObject({ hash: importedHash }),
]);

const request = z.object({
  profile: z.record(z.string(), z.unknown()),
  credentials: z.strictObject({ password: password.optional() }).optional(),
  groupIds: z.array(z.string()).default([]),
});

/** Okta takes no more with a new user. */
const MOST_GROUPS = 20;

/** `POST /api/v1/users`: with a password, an imported hash, the password hook, or none, when activating invites. */
export function createUser(world: World, { query, body }: Call): ApiAnswer {
  const { profile, credentials, groupIds } = readBody(request, body, 'user');
  if (query.has('nextLogin') || readFlag(query, 'provider', false)) {
    throw invalid('user', 'the stand-in knows neither nextLogin nor provider');
  }
  const groups = groupsOf(world, groupIds);
  const credential = credentialOf(world, credentials?.password);
  const isActivated = readFlag(query, 'activate', true);
  const isActive = isActivated && credential.kind !== 'none';
  const status = isActive ? 'ACTIVE' : isActivated ? 'PROVISIONED' : 'STAGED';
  const person = world.org.create(profile, status);
  world.accounts.open(person.id, credential, { isActive });
  for (const { members } of groups) members.add(person.id);
  return ok(userJson(world, person));
}

function groupsOf({ groups }: World, ids: readonly string[]): Group[] {
  if (ids.length > MOST_GROUPS) {
    const causes = ['The number of group targets is too large'];
    throw new ApiError(400, 'E0000093', 'Target count limit exceeded', { causes });
  }
  return ids.map((id) => {
    const group = groups.get(id);
    if (!group) throw invalid('groupIds', 'groupIds: there is no such group');
    return group;
  });
}

function credentialOf({ accounts }: World, found: z.infer<typeof password> | undefined): Credential {
  if (!found) return { kind: 'none' };
  if ('value' in found) return accounts.keep(found.value);
  return 'hash' in found ? { kind: 'hash', hash: found.hash } : { kind: 'hook' };
}
