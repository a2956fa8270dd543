import { invalid } from '../api-error.ts';
import { readBody } from '../body.ts';
import { type Call, NO_CONTENT, ok } from '../exchange.ts';
import { httpChannelJson } from '../hooks/channel.ts';
import { isVerified } from '../hooks/event-delivery.ts';
import { type EventHook, eventHookRegistration } from '../hooks/event-hooks.ts';
import type { World } from '../world.ts';
import { type Handler, isoTime } from './handler.ts';

const WHAT = 'eventHook';
const hookOf = ({ eventHooks }: World, call: Call) => eventHooks.get(call.param('eventHookId'));

/** `GET /api/v1/eventHooks`. */
export const listEventHooks: Handler = (world) =>
  ok(world.eventHooks.all().map((hook) => hookJson(world, hook)));

/** `POST /api/v1/eventHooks`: ACTIVE from the start, and UNVERIFIED, so that nothing is delivered yet. */
export const createEventHook: Handler = (world, { body }) =>
  ok(hookJson(world, world.eventHooks.add(readBody(eventHookRegistration, body, WHAT))));

/** `GET /api/v1/eventHooks/{eventHookId}`. */
export const getEventHook: Handler = (world, call) => ok(hookJson(world, hookOf(world, call)));

/** `PUT /api/v1/eventHooks/{eventHookId}`: everything anew; a new channel must be verified again. */
export const replaceEventHook: Handler = (world, call) => {
  const { id, channel, verificationStatus } = hookOf(world, call);
  const changes = readBody(eventHookRegistration, call.body, WHAT);
  const isSameChannel = JSON.stringify(changes.channel) === JSON.stringify(channel);
  const status = isSameChannel ? verificationStatus : 'UNVERIFIED';
  return ok(hookJson(world, world.eventHooks.change(id, { ...changes, verificationStatus: status })));
};

/** `DELETE /api/v1/eventHooks/{eventHookId}`: of inactive hooks only. */
export const deleteEventHook: Handler = (world, call) => {
  world.eventHooks.delete(call.param('eventHookId'));
  return NO_CONTENT;
};

/** `POST …/lifecycle/activate` and `…/deactivate`. */
export const setEventHookStatus =
  (status: EventHook['status']): Handler =>
  (world, call) =>
    ok(hookJson(world, world.eventHooks.change(hookOf(world, call).id, { status })));

/** `POST …/lifecycle/verify`: asks the service for the challenge it was sent. */
export const verifyEventHook: Handler = async (world, call) => {
  const hook = hookOf(world, call);
  if (!(await isVerified(world.caller, hook))) {
    throw invalid(WHAT, `Unable to verify event hook. Hook ${hook.name} execution failed`);
  }
  return ok(hookJson(world, world.eventHooks.change(hook.id, { verificationStatus: 'VERIFIED' })));
};

/** A hook as it is read: its secret is left out, its extra headers are not. Source: schema EventHook. */
function hookJson({ origin }: World, hook: EventHook) {
  const { id, status, verificationStatus, name, description, events, channel } = hook;
  const self = `${origin}/api/v1/eventHooks/${id}`;
  const post = (verb: string) => ({ href: `${self}/lifecycle/${verb}`, hints: { allow: ['POST'] } });
  return {
    id,
    status,
    verificationStatus,
    name,
    description,
    created: isoTime(hook.created),
    createdBy: 'stand-in',
    lastUpdated: isoTime(hook.lastUpdated),
    events: { type: events.type, items: events.items, filter: filterJson(events) },
    channel: httpChannelJson(channel, { withHeaders: true }),
    _links: { self: { href: self }, verify: post('verify'), deactivate: post('deactivate') },
  };
}

function filterJson({ filter }: EventHook['events']) {
  if (!filter) return null;
  const eventFilterMap = filter.eventFilterMap.map(({ event, condition: { expression } }) => ({
    event,
    condition: { version: null, expression },
  }));
  return { type: 'EXPRESSION_LANGUAGE', eventFilterMap };
}
