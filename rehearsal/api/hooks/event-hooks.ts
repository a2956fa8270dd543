import * as z from 'zod';
import { httpChannel } from './channel.ts';
import { HookStore, type RegisteredHook } from './hook-store.ts';

/** Kept and given back; nothing is held back by it, as that would take Okta's Expression Language. */
const filter = z.object({
  eventFilterMap: z.array(
    z.object({ event: z.string(), condition: z.object({ expression: z.string().min(1) }) }),
  ),
});

/** What is registered of an event hook. */
export const eventHookRegistration = z.object({
  name: z.string().min(1).max(255),
  description: z.string().nullable().default(null),
  events: z
    .object({
      type: z.literal('EVENT_TYPE'),
      items: z.array(z.string().min(1)).min(1),
      filter: filter.nullish(),
    })
    .refine(
      ({ items, filter: of }) => of?.eventFilterMap.every(({ event }) => items.includes(event)) ?? true,
      {
        error: 'filter: of an event that is not subscribed to',
      },
    ),
  channel: httpChannel,
});
type Registration = z.infer<typeof eventHookRegistration>;

/** An event hook, secret included. */
export interface EventHook extends Registration, RegisteredHook {
  readonly verificationStatus: 'UNVERIFIED' | 'VERIFIED';
}

/** The event hooks of an org. */
export class EventHooks extends HookStore<EventHook> {
  constructor(clock: () => number) {
    super({ prefix: 'who', name: 'EventHook' }, clock);
  }

  /** Registers a hook that has to be verified before anything is delivered to it. */
  add(registration: Registration): EventHook {
    return this.register((common) => ({ ...registration, ...common, verificationStatus: 'UNVERIFIED' }));
  }
}
