import type { OktaClient } from '../platform/okta-client.ts';
import { playCanary } from './canary.ts';
import { differences } from './difference.ts';
import { findHook, listInlineHooks, updateHook } from './inline-hooks.ts';
import type { LiveHook } from './live-hook.ts';
import { type HookInOkta, RotationRefused } from './rotation.ts';
import type { WantedHook } from './wanted-hook.ts';

/** How long one request to Okta may be repeated, in milliseconds: a window of its rate limits is a minute. */
const PATIENCE_MS = 65_000;

/**
 * A registered hook, for a rotation. A hook that is missing, there twice, switched off or sent elsewhere is left
 * alone with `RotationRefused`: registering it is a decision of its own, and no secret goes to another address.
 */
export function hookInOkta(client: OktaClient, wanted: WantedHook): HookInOkta {
  const find = (signal: AbortSignal) => findRegistered(client, wanted, signal);
  return {
    async check(signal) {
      await find(signal);
    },
    async useSecret(secret, signal) {
      const call = { signal, patienceMs: PATIENCE_MS };
      await updateHook(client, await find(signal), { wanted, secret }, call);
    },
    async prove(signal) {
      const { id } = await find(signal);
      const call = { signal, patienceMs: PATIENCE_MS };
      const result = await playCanary(client, { id, kind: wanted.kind }, call);
      if (result.kind === 'failed') throw result.error;
      if (!result.expected)
        throw new RotationRefused(`the ${wanted.kind} hook answers, but not as this service`);
    },
  };
}

async function findRegistered(
  client: OktaClient,
  wanted: WantedHook,
  signal: AbortSignal,
): Promise<LiveHook> {
  const live = await listInlineHooks(client, wanted.type, { signal, patienceMs: PATIENCE_MS });
  const found = findHook(wanted, live);
  const refuse = (what: string) =>
    new RotationRefused(`the ${wanted.kind} hook ${what}: look with doctor, then register it again`);
  if (found.kind !== 'one') {
    throw refuse(found.kind === 'several' ? 'is in Okta more than once' : 'is not in Okta under its name');
  }
  const [different] = differences(wanted, found.hook);
  if (different) throw refuse(`is not in Okta as it should be (${different.field})`);
  return found.hook;
}
