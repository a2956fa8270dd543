import * as z from 'zod';
import { IMPORT_EVENT_TYPE } from '../../../lambda/contract/import-request.ts';
import { PASSWORD_EVENT_TYPE } from '../../../lambda/contract/password-request.ts';
import { invalid } from '../api-error.ts';
import { inlineHookChannel } from './channel.ts';
import { HookStore, type RegisteredHook } from './hook-store.ts';

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
type Registration = z.infer<typeof newInlineHook>;

/** An inline hook, secret included. */
export interface InlineHook extends Registration, RegisteredHook {}

const MOST = 100;

/** The inline hooks of an org. */
export class InlineHooks extends HookStore<InlineHook> {
  constructor(clock: () => number) {
    super({ prefix: 'cal', name: 'InlineHook' }, clock);
  }

  /** @throws ApiError E0000001 for a second password hook, of which an org has one, and above 100 hooks */
  add(registration: Registration): InlineHook {
    const isPassword = registration.type === PASSWORD_EVENT_TYPE;
    if (isPassword && this.all().some(({ type }) => type === PASSWORD_EVENT_TYPE)) {
      throw invalid('inlineHook', 'type: an org can have one inline hook of this type');
    }
    if (this.all().length >= MOST) throw invalid('inlineHook', `an org can have ${MOST} inline hooks`);
    return this.register((common) => ({ ...registration, ...common }));
  }

  /** The password hook that is called at sign-ins. */
  get passwordHook(): InlineHook | undefined {
    return this.all().find(({ type, status }) => type === PASSWORD_EVENT_TYPE && status === 'ACTIVE');
  }
}
