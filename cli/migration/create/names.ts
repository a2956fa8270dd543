import * as z from 'zod/mini';
import { OktaAnswerInvalid, OktaError } from '../../../lambda/platform/okta/errors.ts';
import type { OktaCallOptions, OktaClient } from '../../../lambda/platform/okta-client.ts';
import { queryValue } from './requests.ts';

/** What the names of a plan mean in an org. */
export interface Names {
  /** @throws TypeError for a name that was not asked for */
  groupId(name: string): string;
  appId(label: string): string;
}

/** A name that stands for nothing, or for several things. */
export interface NameProblem {
  readonly kind: 'group' | 'app';
  readonly name: string;
  /** How many have it. */
  readonly found: number;
}

/** The names of a plan; ids are names, too. */
export interface NamesWanted {
  readonly groups: ReadonlySet<string>;
  readonly apps: ReadonlySet<string>;
}

/** One kind of thing with names. */
interface Kind {
  readonly kind: NameProblem['kind'];
  readonly path: string;
  /** Every id of Okta's is 20 characters long, and begins with what it names. */
  readonly id: RegExp;
  readonly nameOf: (json: z.infer<typeof thing>) => string | undefined;
}

const thing = z.object({
  id: z.string(),
  label: z.optional(z.string()),
  type: z.optional(z.string()),
  profile: z.optional(z.object({ name: z.optional(z.string()) })),
});

const GROUPS: Kind = {
  kind: 'group',
  path: '/api/v1/groups',
  id: /^00g[A-Za-z0-9]{17}$/,
  // groups that an application brings along take nobody by hand
  nameOf: ({ profile, type }) => (type === 'APP_GROUP' ? undefined : profile?.name),
};
const APPS: Kind = {
  kind: 'app',
  path: '/api/v1/apps',
  id: /^0oa[A-Za-z0-9]{17}$/,
  nameOf: ({ label }) => label,
};

/**
 * Asks the org what the names mean: exactly these names, case included, and each one thing. Throws what the client
 * throws.
 */
export async function resolveNames(
  client: OktaClient,
  { groups, apps }: NamesWanted,
  call: OktaCallOptions,
): Promise<{ readonly names: Names; readonly problems: readonly NameProblem[] }> {
  const known = { group: new Map<string, string>(), app: new Map<string, string>() };
  const problems: NameProblem[] = [];
  const look = async (kind: Kind, wanted: ReadonlySet<string>) => {
    for (const name of wanted) {
      const [id, ...others] = await idsOf(client, kind, name, call);
      if (id !== undefined && others.length === 0) known[kind.kind].set(name, id);
      else problems.push({ kind: kind.kind, name, found: id === undefined ? 0 : 1 + others.length });
    }
  };
  await look(GROUPS, groups);
  await look(APPS, apps);
  const idIn = (ids: ReadonlyMap<string, string>, name: string) => {
    const id = ids.get(name);
    if (id === undefined) throw new TypeError('a name that was not resolved');
    return id;
  };
  return {
    names: { groupId: (name) => idIn(known.group, name), appId: (label) => idIn(known.app, label) },
    problems,
  };
}

/** Creates a group and returns its id. Throws what the client throws; Okta refuses a name that is taken. */
export async function createGroup(client: OktaClient, name: string, call: OktaCallOptions): Promise<string> {
  const request = { ...call, method: 'POST', path: GROUPS.path, body: { profile: { name } } };
  const { success, data } = z.safeParse(thing, (await client.request(request)).body);
  if (!success) throw new OktaAnswerInvalid('not a group');
  return data.id;
}

async function idsOf(client: OktaClient, kind: Kind, name: string, call: OktaCallOptions): Promise<string[]> {
  if (kind.id.test(name)) {
    const exists = await isThere(client, `${kind.path}/${name}`, call);
    if (exists) return [name];
  }
  const ids: string[] = [];
  // `q` finds what begins with the name, whatever the case
  for await (const { items } of client.pages(`${kind.path}?q=${queryValue(name)}&limit=200`, call)) {
    for (const item of items) {
      const { data } = z.safeParse(thing, item);
      if (data && kind.nameOf(data) === name) ids.push(data.id);
    }
  }
  return ids;
}

async function isThere(client: OktaClient, path: string, call: OktaCallOptions): Promise<boolean> {
  try {
    await client.request({ ...call, path });
    return true;
  } catch (error) {
    if (error instanceof OktaError && error.status === 404) return false;
    throw error;
  }
}
