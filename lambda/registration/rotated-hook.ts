import type { OktaClient } from '../platform/okta-client.ts';
import { eventHookInOkta } from './event-hook-in-okta.ts';
import { MANAGE_EVENT_HOOKS, type WantedEventHook } from './event-hooks.ts';
import { hookInOkta } from './hook-in-okta.ts';
import { MANAGE_INLINE_HOOKS } from './inline-hooks.ts';
import type { HookInOkta } from './rotation.ts';
import type { WantedHook } from './wanted-hook.ts';

/** A hook whose callers prove themselves with a secret that can be rotated. */
export type RotatedHook = WantedHook | WantedEventHook;

const isEventHook = (wanted: RotatedHook): wanted is WantedEventHook => 'events' in wanted;

/** The scope that a service app needs to rotate the secret of this hook. */
export const rotationScope = (wanted: RotatedHook): string =>
  isEventHook(wanted) ? MANAGE_EVENT_HOOKS : MANAGE_INLINE_HOOKS;

/** The hook in Okta, for a rotation. */
export const rotatedHookInOkta = (client: OktaClient, wanted: RotatedHook): HookInOkta =>
  isEventHook(wanted) ? eventHookInOkta(client, wanted) : hookInOkta(client, wanted);
