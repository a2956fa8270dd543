import * as z from 'zod/mini';
import { OktaAnswerInvalid } from '../platform/okta/errors.ts';
import type { EventHookAdditions } from './event-hook-additions.ts';

const text = z.optional(z.nullable(z.string()));
const header = z.looseObject({ key: text, value: text });
const filter = z.looseObject({
  event: text,
  condition: z.optional(z.nullable(z.looseObject({ expression: text }))),
});

const eventHook = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: text,
  status: z.string(),
  verificationStatus: z.string(),
  events: z.looseObject({
    items: z.array(z.string()),
    filter: z.optional(
      z.nullable(z.looseObject({ eventFilterMap: z.optional(z.nullable(z.array(filter))) })),
    ),
  }),
  channel: z.looseObject({
    config: z.looseObject({
      uri: z.string(),
      headers: z.optional(z.nullable(z.array(z.nullable(header)))),
      authScheme: z.optional(z.nullable(z.looseObject({ key: z.optional(z.string()) }))),
    }),
  }),
});

/** An event hook as it is in Okta: without its secret, which no read shows. */
export interface LiveEventHook {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Only a VERIFIED hook is told anything. */
  readonly verificationStatus: string;
  readonly uri: string;
  readonly header: string | undefined;
  readonly events: readonly string[];
  readonly additions: EventHookAdditions;
}

/**
 * Source: Okta, "Event hooks" API, schema EventHook.
 *
 * @throws OktaAnswerInvalid when it is no event hook
 */
export function readLiveEventHook(body: unknown): LiveEventHook {
  const { success, data } = z.safeParse(eventHook, body);
  if (!success) throw new OktaAnswerInvalid('not a hook');
  const { id, name, status, verificationStatus, events, channel } = data;
  const { uri, authScheme } = channel.config;
  const seen = { id, name, status, verificationStatus, uri, header: authScheme?.key, events: events.items };
  return { ...seen, additions: additionsOf(data) };
}

function additionsOf({ description, events, channel }: z.infer<typeof eventHook>): EventHookAdditions {
  const filters = events.filter?.eventFilterMap ?? [];
  const headers = channel.config.headers ?? [];
  return {
    description: description || undefined,
    filters: filters.flatMap(({ event, condition }) =>
      event && condition?.expression ? [{ event, expression: condition.expression }] : [],
    ),
    headers: headers.flatMap((one) => (one?.key ? [{ key: one.key, value: one.value ?? undefined }] : [])),
  };
}
