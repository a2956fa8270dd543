import * as z from 'zod/mini';
import { PASSWORD_IMPORTED } from '../contract/event-hook-request.ts';
import { OktaAnswerInvalid, OktaError } from '../platform/okta/errors.ts';
import type { OktaCallOptions, OktaClient } from '../platform/okta-client.ts';
import type { Difference } from './difference.ts';
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

/** An event hook as it is in Okta. */
export interface LiveEventHook {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Only a VERIFIED hook is told anything. */
  readonly verificationStatus: string;
  readonly uri: string;
  readonly header: string | undefined;
  readonly events: readonly string[];
}

const eventHook = z.looseObject({
  id: z.string(),
  name: z.string(),
  status: z.string(),
  verificationStatus: z.string(),
  events: z.looseObject({ items: z.array(z.string()) }),
  channel: z.looseObject({
    config: z.looseObject({
      uri: z.string(),
      authScheme: z.optional(z.nullable(z.looseObject({ key: z.optional(z.string()) }))),
    }),
  }),
});

/** All event hooks of the org. Throws what the client throws. */
export async function listEventHooks(
  client: OktaClient,
  call: OktaCallOptions,
): Promise<readonly LiveEventHook[]> {
  const found: LiveEventHook[] = [];
  for await (const { items } of client.pages(PATH, call)) found.push(...items.map(readEventHook));
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

/** Creates the hook, or replaces the one in Okta, secret included, and makes it ACTIVE. */
export async function putEventHook(
  client: OktaClient,
  { wanted, secret, live }: { wanted: WantedEventHook; secret: string; live: LiveEventHook | undefined },
  call: OktaCallOptions,
): Promise<LiveEventHook> {
  const { name, uri, header, events } = wanted;
  const authScheme = { type: 'HEADER', key: header, value: secret };
  const body = {
    name,
    events: { type: 'EVENT_TYPE', items: events },
    channel: { type: 'HTTP', version: '1.0.0', config: { uri, authScheme } },
  };
  const where = live ? { method: 'PUT', path: pathOf(live.id) } : { method: 'POST', path: PATH };
  const put = readEventHook((await client.request({ ...call, ...where, body })).body);
  return put.status === 'ACTIVE' ? put : post(client, put.id, 'activate', call);
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
  return readEventHook((await client.request({ ...call, method: 'POST', path, repeatable: true })).body);
}

const pathOf = (id: string) => `${PATH}/${encodeURIComponent(id)}`;

function readEventHook(body: unknown): LiveEventHook {
  const { success, data } = z.safeParse(eventHook, body);
  if (!success) throw new OktaAnswerInvalid('not a hook');
  const { id, name, status, verificationStatus, events, channel } = data;
  const { uri, authScheme } = channel.config;
  return { id, name, status, verificationStatus, uri, header: authScheme?.key, events: events.items };
}
