import { invalid, notWellFormed } from '../api-error.ts';
import { readBody } from '../body.ts';
import { type Call, NO_CONTENT, ok } from '../exchange.ts';
import { callChannel } from '../hooks/call-hook.ts';
import { httpChannelJson, oauthChannelJson } from '../hooks/channel.ts';
import { type InlineHook, inlineHookChanges, newInlineHook } from '../hooks/inline-hooks.ts';
import { merge } from '../hooks/merge.ts';
import type { World } from '../world.ts';
import { type Handler, isoTime } from './handler.ts';

const WHAT = 'inlineHook';
const hookOf = ({ inlineHooks }: World, call: Call) => inlineHooks.get(call.param('inlineHookId'));

/** `GET /api/v1/inlineHooks`: all, or those of one `type`. */
export const listInlineHooks: Handler = (world, { query }) => {
  const wanted = query.get('type');
  const hooks = world.inlineHooks.all().filter(({ type }) => wanted === null || type === wanted);
  return ok(hooks.map((hook) => hookJson(world, hook)));
};

/** `POST /api/v1/inlineHooks`: ACTIVE from the start. */
export const createInlineHook: Handler = (world, { body }) =>
  ok(hookJson(world, world.inlineHooks.add(readBody(newInlineHook, body, WHAT))));

/** `GET /api/v1/inlineHooks/{inlineHookId}`. */
export const getInlineHook: Handler = (world, call) => ok(hookJson(world, hookOf(world, call)));

/** `PUT /api/v1/inlineHooks/{inlineHookId}`: everything anew, the secret too. */
export const replaceInlineHook: Handler = (world, call) => changeHook(world, call, call.body);

/** `POST /api/v1/inlineHooks/{inlineHookId}`: what is left out stays, the secret too. */
export const updateInlineHook: Handler = (world, call) =>
  changeHook(world, call, merge(hookOf(world, call), call.body));

function changeHook(world: World, call: Call, body: unknown) {
  const { id, type } = hookOf(world, call);
  const { type: wanted = type } = Object(call.body);
  if (wanted !== type) throw invalid(WHAT, 'type: cannot be changed');
  return ok(hookJson(world, world.inlineHooks.change(id, readBody(inlineHookChanges, body, WHAT))));
}

/** `DELETE /api/v1/inlineHooks/{inlineHookId}`: of inactive hooks only. */
export const deleteInlineHook: Handler = (world, call) => {
  world.inlineHooks.delete(call.param('inlineHookId'));
  return NO_CONTENT;
};

/** `POST …/lifecycle/activate` and `…/deactivate`. */
export const setInlineHookStatus =
  (status: InlineHook['status']): Handler =>
  (world, call) =>
    ok(hookJson(world, world.inlineHooks.change(hookOf(world, call).id, { status })));

/** `POST …/execute`: calls the service with the request's body and gives its answer; a call that fails is a 400. */
export const executeInlineHook: Handler = async (world, call) => {
  const { channel, type } = hookOf(world, call);
  const { eventType } = Object(call.body) as { readonly eventType?: unknown };
  if (typeof call.body !== 'object' || call.body === null) throw notWellFormed();
  if (eventType !== type) throw invalid(WHAT, "eventType: is not the hook's type");
  const result = await callChannel(world.caller, channel, call.request.body);
  if (result.failure !== undefined) {
    const status = result.status === undefined ? '' : ` (status ${result.status})`;
    throw invalid(WHAT, `The inline hook failed: ${result.failure}${status}, attempts: ${result.attempts}`);
  }
  if (!isAnswer(result.body))
    throw invalid(WHAT, "The inline hook's answer does not match its data contract");
  return ok(result.body ?? {});
};

/** Nothing, commands with types, or an error with its summary. */
function isAnswer(body: unknown): boolean {
  if (body === undefined) return true;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  const { commands = [], error = { errorSummary: '' } } = body as Readonly<Record<string, unknown>>;
  return (
    Array.isArray(commands) &&
    commands.every((command) => /^com\.okta\.[\w.]+$/.test(Object(command).type)) &&
    typeof Object(error).errorSummary === 'string'
  );
}

/** A hook as it is read: without its secret and its extra headers. Source: schema InlineHook. */
function hookJson({ origin }: World, { id, status, name, type, version, channel, ...hook }: InlineHook) {
  const self = `${origin}/api/v1/inlineHooks/${id}`;
  const post = (href: string) => ({ href, hints: { allow: ['POST'] } });
  return {
    id,
    status,
    name,
    type,
    version,
    channel:
      channel.type === 'HTTP' ? httpChannelJson(channel, { withHeaders: false }) : oauthChannelJson(channel),
    created: isoTime(hook.created),
    lastUpdated: isoTime(hook.lastUpdated),
    _links: {
      self: { href: self },
      execute: post(`${self}/execute`),
      deactivate: post(`${self}/lifecycle/deactivate`),
    },
  };
}
