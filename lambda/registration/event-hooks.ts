import { PASSWORD_IMPORTED } from '../contract/event-hook-request.ts';
import { OktaError } from '../platform/okta/errors.ts';
import type { OktaCallOptions, OktaClient } from '../platform/okta-client.ts';
import type { Difference } from './difference.ts';
import { divideAdditions, type EventHookAdditions, filterOf } from './event-hook-additions.ts';
import { type LiveEventHook, readLiveEventHook } from './live-event-hook.ts';
import { hookName } from './wanted-hook.ts';

/** What a service app needs to create, change and verify event hooks. */
export const MANAGE_EVENT_HOOKS = 'okta.eventHooks.manage';
export const READ_EVENT_HOOKS = 'okta.eventHooks.read';

/** The events that the service is told: a legacy password is done with once Okta has saved it. */
export const EVENTS: readonly string[] = [PASSWORD_IMPORTED];

const PATH = '/api/v1/eventHooks';

/** An event hook as a deployment wants it in Okta. */
export interface WantedEventHook {
  readonly name: string;
  readonly uri: string;
  /** The header that carries the secret. */
  readonly header: string;
  readonly events: readonly string[];
}

/** The event hook of a deployment; `uri` is where Okta delivers, `header` carries the secret. */
export function wantedEventHookOf({
  stack,
  uri,
  header,
}: {
  readonly stack: string;
  readonly uri: string;
  readonly header: string;
}): WantedEventHook {
  return { name: hookName(stack, 'events'), uri, header, events: EVENTS };
}

/** All event hooks of the org. Throws what the client throws. */
export async function listEventHooks(
  client: OktaClient,
  call: OktaCallOptions,
): Promise<readonly LiveEventHook[]> {
  const found: LiveEventHook[] = [];
  for await (const { items } of client.pages(PATH, call)) found.push(...items.map(readLiveEventHook));
  return found;
}

/**
 * The hooks in Okta that are the wanted one: those of its name, else those that call its URL, so that nothing is
 * delivered twice when somebody renamed it. More than one: a person must decide.
 */
export function findEventHooks(
  { name, uri }: Pick<WantedEventHook, 'name' | 'uri'>,
  live: readonly LiveEventHook[],
): readonly LiveEventHook[] {
  const named = live.filter((hook) => hook.name === name);
  return named.length > 0 ? named : live.filter((hook) => hook.uri === uri);
}

/** What an update would change; the order of the events is not compared, nor is the secret. */
export function eventDifferences(wanted: WantedEventHook, live: LiveEventHook): readonly Difference[] {
  const listed = (events: readonly string[]) => [...events].sort().join(', ');
  const isSameHeader = wanted.header.toLowerCase() === live.header?.toLowerCase();
  return [
    { field: 'name', wanted: wanted.name, live: live.name },
    { field: 'URL', wanted: wanted.uri, live: live.uri },
    { field: 'header', wanted: wanted.header, live: isSameHeader ? wanted.header : live.header },
    { field: 'events', wanted: listed(wanted.events), live: listed(live.events) },
    { field: 'status', wanted: 'ACTIVE', live: live.status },
    { field: 'verification', wanted: 'VERIFIED', live: live.verificationStatus },
  ].filter((one) => one.wanted !== one.live);
}

/**
 * Creates the hook, or replaces the one in Okta, secret included, and makes it ACTIVE. What somebody has added in Okta
 * is sent along, as a PUT leaves nothing as it was; {@link divideAdditions} says what cannot be.
 */
export async function putEventHook(
  client: OktaClient,
  { wanted, secret, live }: { wanted: WantedEventHook; secret: string; live: LiveEventHook | undefined },
  call: OktaCallOptions,
): Promise<LiveEventHook> {
  const body = bodyOf(wanted, secret, live ? divideAdditions(live.additions, wanted).kept : undefined);
  const where = live ? { method: 'PUT', path: pathOf(live.id) } : { method: 'POST', path: PATH };
  const put = readLiveEventHook((await client.request({ ...call, ...where, body })).body);
  return put.status === 'ACTIVE' ? put : post(client, put.id, 'activate', call);
}

/** Nothing that is read-only, such as the method, and nothing that is not there. */
function bodyOf({ name, uri, header, events }: WantedEventHook, secret: string, kept?: EventHookAdditions) {
  const authScheme = { type: 'HEADER', key: header, value: secret };
  const filter = kept && filterOf(kept);
  const headers = kept?.headers ?? [];
  return {
    name,
    ...(kept?.description !== undefined && { description: kept.description }),
    events: { type: 'EVENT_TYPE', items: events, ...(filter && { filter }) },
    channel: {
      type: 'HTTP',
      version: '1.0.0',
      config: { uri, ...(headers.length > 0 && { headers }), authScheme },
    },
  };
}

/**
 * Has Okta verify the service: a GET with a challenge that the service gives back. Undefined when it did not.
 * Throws what the client throws.
 */
export async function verifyEventHook(
  client: OktaClient,
  id: string,
  call: OktaCallOptions,
): Promise<LiveEventHook | undefined> {
  try {
    return await post(client, id, 'verify', call);
  } catch (error) {
    if (error instanceof OktaError && error.status === 400 && !error.isOfTokenEndpoint) return undefined;
    throw error;
  }
}

async function post(client: OktaClient, id: string, verb: string, call: OktaCallOptions) {
  const path = `${pathOf(id)}/lifecycle/${verb}`;
  return readLiveEventHook((await client.request({ ...call, method: 'POST', path, repeatable: true })).body);
}

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;
