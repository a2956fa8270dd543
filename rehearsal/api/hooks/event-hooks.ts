import * as z from 'zod';
import { httpChannel } from './channel.ts';
import { HookStore, type RegisteredHook } from './hook-store.ts';

/** What is registered of an event hook. */
export const eventHookRegistration = z.object({
  name: z.string().min(1).max(255),
  description: z.string().nullish(),
  events: z.object({
    type: z.literal('EVENT_TYPE'),
    items: z.array(z.string().min(1)).min(1),
    filter: z.null({ error: 'the stand-in knows no filters' }).optional(),
  }),
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
