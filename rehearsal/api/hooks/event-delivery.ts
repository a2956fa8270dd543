import { randomBytes, randomUUID } from 'node:crypto';
import type { ServiceCaller } from '../../service-call/service-caller.ts';
import type { LogEvent, SystemLog } from '../system-log.ts';
import { callChannel, oktaHeaders, secretHeader } from './call-hook.ts';
import type { EventHook, EventHooks } from './event-hooks.ts';

/**
 * Asks a service whether it is the one that was registered: a GET with a challenge, which it must give back.
 *
 * Source: Okta, "Event hooks", one-time verification request.
 */
export async function isVerified(caller: ServiceCaller, { channel }: EventHook): Promise<boolean> {
  const challenge = randomBytes(30).toString('base64url');
  const { uri, headers, authScheme } = channel.config;
  const answer = await caller.call({
    uri,
    method: 'GET',
    headers: {
      ...oktaHeaders(),
      ...Object.fromEntries(headers.map(({ key, value }) => [key, value])),
      ...secretHeader({ authScheme }),
      'x-okta-verification-challenge': challenge,
    },
  });
  const { verification } = Object('body' in answer ? answer.body : undefined);
  return verification === challenge;
}

/** Services read bodies up to 256 KB; an event has about one. */
const LARGEST_DELIVERY = 100;

/**
 * Brings events to the hooks that subscribed to them: what happens during a delivery goes out in the next one, a
 * hundred events at most.
 */
export class EventDelivery {
  readonly #hooks: EventHooks;
  readonly #caller: ServiceCaller;
  readonly #origin: string;
  readonly #waiting = new Map<string, LogEvent[]>();
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(
    log: SystemLog,
    { hooks, caller, origin }: { hooks: EventHooks; caller: ServiceCaller; origin: string },
  ) {
    this.#hooks = hooks;
    this.#caller = caller;
    this.#origin = origin;
    log.subscribe((event) => this.#enqueue(event));
  }

  /** Resolves when everything that has happened is delivered, or given up after one retry. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values());
  }

  #enqueue(event: LogEvent): void {
    for (const hook of this.#hooks.all()) {
      const { id, events } = hook;
      if (!isListening(hook) || !events.items.includes(event.eventType)) continue;
      const waiting = this.#waiting.get(id) ?? [];
      waiting.push(event);
      this.#waiting.set(id, waiting);
      if (!this.#underWay.has(id)) this.#underWay.set(id, this.#deliverAll(id));
    }
  }

  async #deliverAll(id: string): Promise<void> {
    for (;;) {
      const hook = this.#hooks.all().find((one) => one.id === id && isListening(one));
      const events = this.#waiting.get(id)?.splice(0, LARGEST_DELIVERY) ?? [];
      if (!hook || events.length === 0) break;
      await callChannel(this.#caller, hook.channel, JSON.stringify(this.#payload(hook, events)));
    }
    this.#waiting.delete(id);
    this.#underWay.delete(id);
  }

  #payload({ id }: EventHook, events: readonly LogEvent[]) {
    return {
      eventType: 'com.okta.event_hook',
      eventTypeVersion: '1.0',
      cloudEventsVersion: '0.1',
      source: `${this.#origin}/api/v1/eventHooks/${id}`,
      eventId: randomUUID(),
      data: { events },
      eventTime: new Date().toISOString(),
      contentType: 'application/json',
    };
  }
}

const isListening = ({ status, verificationStatus }: EventHook) =>
  status === 'ACTIVE' && verificationStatus === 'VERIFIED';
