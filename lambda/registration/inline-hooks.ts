import { OktaError } from '../platform/okta/errors.ts';
import type { OktaCallOptions, OktaClient } from '../platform/okta-client.ts';
import { type LiveHook, readLiveHook } from './live-hook.ts';
import { channelOf, type WantedHook } from './wanted-hook.ts';

/** What a service app needs to create, change and execute inline hooks. */
export const MANAGE_INLINE_HOOKS = 'okta.inlineHooks.manage';
export const READ_INLINE_HOOKS = 'okta.inlineHooks.read';

const PATH = '/api/v1/inlineHooks';

/** All inline hooks of one of Okta's types. Throws what the client throws. */
export async function listInlineHooks(
  client: OktaClient,
  type: string,
  call: OktaCallOptions,
): Promise<readonly LiveHook[]> {
  const found: LiveHook[] = [];
  for await (const { items } of client.pages(`${PATH}?type=${encodeURIComponent(type)}`, call)) {
    found.push(...items.map(readLiveHook));
  }
  return found.filter((hook) => hook.type === type);
}

/** Which hook in Okta is the wanted one: the one of its name and type. */
export type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly hook: LiveHook }
  /** Duplicates by name: a person must say which one is attached, and remove the others. */
  | { readonly kind: 'several'; readonly hooks: readonly LiveHook[] }
  /** An org has one password hook, and it goes by another name. */
  | { readonly kind: 'in the way'; readonly hook: LiveHook };

/** Finds the wanted hook among those of its type. */
export function findHook(
  { kind, name, type }: Pick<WantedHook, 'kind' | 'name' | 'type'>,
  live: readonly LiveHook[],
): Found {
  const ofType = live.filter((hook) => hook.type === type);
  const [hook, ...others] = ofType.filter((one) => one.name === name);
  if (hook)
    return others.length === 0 ? { kind: 'one', hook } : { kind: 'several', hooks: [hook, ...others] };
  const [other] = ofType;
  return other && kind === 'password' ? { kind: 'in the way', hook: other } : { kind: 'none' };
}

/** Creates the hook, which is ACTIVE from then on. `secret` as in {@link channelOf}. */
export async function createHook(
  client: OktaClient,
  wanted: WantedHook,
  secret: string | undefined,
  call: OktaCallOptions,
): Promise<LiveHook> {
  const { name, type } = wanted;
  const body = { name, type, version: '1.0.0', channel: channelOf(wanted, secret) };
  return readLiveHook((await client.request({ ...call, method: 'POST', path: PATH, body })).body);
}

/**
 * Whether an update replaces the hook as a whole, as another kind of channel takes the place of the old one: extra
 * headers are lost then, which no read of Okta's shows.
 */
export const replacesChannel = (wanted: Pick<WantedHook, 'auth'>, live: Pick<LiveHook, 'auth'>): boolean =>
  (live.auth.kind === 'oauth') !== (wanted.auth.kind === 'oauth');

/**
 * Makes a hook in Okta what is wanted, its secret too, and ACTIVE. It may be repeated: a second time changes nothing
 * more. Extra headers that somebody added in Okta stay, unless {@link replacesChannel}.
 */
export async function updateHook(
  client: OktaClient,
  live: LiveHook,
  { wanted, secret }: { readonly wanted: WantedHook; readonly secret: string | undefined },
  call: OktaCallOptions,
): Promise<LiveHook> {
  const { name } = wanted;
  const { id, status } = live;
  const channel = channelOf(wanted, secret);
  const { body } = await client.request({
    ...call,
    method: replacesChannel(wanted, live) ? 'PUT' : 'POST',
    path: pathOf(id),
    body: { name, version: '1.0.0', channel },
    repeatable: true,
  });
  return status === 'ACTIVE' ? readLiveHook(body) : activateHook(client, id, call);
}

/** Makes a hook ACTIVE, whatever it was. */
export async function activateHook(client: OktaClient, id: string, call: OktaCallOptions): Promise<LiveHook> {
  const path = `${pathOf(id)}/lifecycle/activate`;
  return readLiveHook((await client.request({ ...call, method: 'POST', path, repeatable: true })).body);
}

/** Makes a hook INACTIVE: Okta calls it no more. */
export async function deactivateHook(
  client: OktaClient,
  id: string,
  call: OktaCallOptions,
): Promise<LiveHook> {
  const path = `${pathOf(id)}/lifecycle/deactivate`;
  return readLiveHook((await client.request({ ...call, method: 'POST', path, repeatable: true })).body);
}

/** Deletes an INACTIVE hook; one that is gone already is as good. */
export async function deleteHook(client: OktaClient, id: string, call: OktaCallOptions): Promise<void> {
  try {
    await client.request({ ...call, method: 'DELETE', path: pathOf(id) });
  } catch (error) {
    if (!(error instanceof OktaError) || error.status !== 404) throw error;
  }
}

/** Path of a hook, for what is asked of it. */
export const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
