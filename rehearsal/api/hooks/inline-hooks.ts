import * as z from 'zod';
import { IMPORT_EVENT_TYPE } from '../../../lambda/contract/import-request.ts';
import { PASSWORD_EVENT_TYPE } from '../../../lambda/contract/password-request.ts';
import { invalid, notFound, stillActive } from '../api-error.ts';
import { oktaId } from '../okta-id.ts';
import { type Channel, inlineHookChannel } from './channel.ts';

/** An inline hook as it was registered, secret included; times in milliseconds since the epoch. */
export interface InlineHook {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly channel: Channel;
  readonly created: number;
  readonly lastUpdated: number;
}

/** What can be changed of a hook. */
export const inlineHookChanges = z.object({
  name: z.string().min(1).max(255),
  version: z.literal('1.0.0').default('1.0.0'),
  channel: inlineHookChannel,
});

/** A new hook, of the types that this service answers. */
export const newInlineHook = inlineHookChanges.extend({
  type: z.enum([IMPORT_EVENT_TYPE, PASSWORD_EVENT_TYPE]),
});

const MOST = 100;

/** The inline hooks of an org. */
export class InlineHooks {
  readonly #clock: () => number;
  readonly #hooks = new Map<string, InlineHook>();

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** @throws ApiError E0000001 for a second password hook, of which an org has one, and above 100 hooks */
  add(hook: z.infer<typeof newInlineHook>): InlineHook {
    const isPassword = hook.type === PASSWORD_EVENT_TYPE;
    if (isPassword && this.all().some(({ type }) => type === PASSWORD_EVENT_TYPE)) {
      throw invalid('inlineHook', 'type: an org can have one inline hook of this type');
    }
    if (this.#hooks.size >= MOST) throw invalid('inlineHook', `an org can have ${MOST} inline hooks`);
    const now = this.#clock();
    const made = { id: oktaId('cal'), ...hook, status: 'ACTIVE', created: now, lastUpdated: now } as const;
    this.#hooks.set(made.id, made);
    return made;
  }

  all(): InlineHook[] {
    return [...this.#hooks.values()];
  }

  /** @throws ApiError 404 */
  get(id: string): InlineHook {
    const hook = this.#hooks.get(id);
    if (!hook) throw notFound(id, 'InlineHook');
    return hook;
  }

  /** The password hook that is called at sign-ins. */
  get passwordHook(): InlineHook | undefined {
    return this.all().find(({ type, status }) => type === PASSWORD_EVENT_TYPE && status === 'ACTIVE');
  }

  change(id: string, changes: Partial<InlineHook>): InlineHook {
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
