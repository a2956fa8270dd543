import * as z from 'zod';
import { notFound, stillActive } from '../api-error.ts';
import { oktaId } from '../okta-id.ts';
import { httpChannel } from './channel.ts';

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

/** An event hook, secret included; times in milliseconds since the epoch. */
export interface EventHook extends Registration {
  readonly id: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly verificationStatus: 'UNVERIFIED' | 'VERIFIED';
  readonly created: number;
  readonly lastUpdated: number;
}

/** The event hooks of an org. */
export class EventHooks {
  readonly #clock: () => number;
  readonly #hooks = new Map<string, EventHook>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  add(registration: Registration): EventHook {
    const now = this.#clock();
    const hook: EventHook = {
      id: oktaId('who'),
      ...registration,
      status: 'ACTIVE',
      verificationStatus: 'UNVERIFIED',
      created: now,
      lastUpdated: now,
    };
    this.#hooks.set(hook.id, hook);
    return hook;
  }

  all(): EventHook[] {
    return [...this.#hooks.values()];
  }

  /** @throws ApiError 404 */
  get(id: string): EventHook {
    const hook = this.#hooks.get(id);
    if (!hook) throw notFound(id, 'EventHook');
    return hook;
  }

  change(id: string, changes: Partial<EventHook>): EventHook {
    const changed = { ...this.get(id), ...changes, lastUpdated: this.#clock() };
    this.#hooks.set(id, changed);
    return changed;
  }

  /** @throws ApiError 404, and 403 as long as the hook is active */
  delete(id: string): void {
    if (this.get(id).status === 'ACTIVE') throw stillActive();
    this.#hooks.delete(id);
  }
}
