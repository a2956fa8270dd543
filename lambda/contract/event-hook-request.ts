import * as z from 'zod/mini';

/** Okta's name for a delivery of events. */
export const EVENT_HOOK_TYPE = 'com.okta.event_hook';

/** The event that says whether Okta has saved a password which the password hook verified. */
export const PASSWORD_IMPORTED = 'user.import.password';

/**
 * A delivery of Okta's event hooks. The events are read one by one (`readEvent`): one that nobody can use must not
 * cost the others of its delivery.
 *
 * Source: Okta, "Event hooks", sample event hook delivery request.
 */
export const eventHookRequestSchema = z.looseObject({
  eventId: z.optional(z.nullable(z.string())),
  eventType: z.literal(EVENT_HOOK_TYPE),
  data: z.looseObject({ events: z.array(z.unknown()) }),
});

/** A delivery that passed {@link eventHookRequestSchema}. */
export type EventHookRequest = z.infer<typeof eventHookRequestSchema>;
