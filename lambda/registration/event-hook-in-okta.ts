import type { OktaCallOptions, OktaClient } from '../platform/okta-client.ts';
import { divideAdditions, namesOfAdditions } from './event-hook-additions.ts';
import {
  eventDifferences,
  findEventHooks,
  listEventHooks,
  putEventHook,
  verifyEventHook,
  type WantedEventHook,
} from './event-hooks.ts';
import type { LiveEventHook } from './live-event-hook.ts';
import { type HookInOkta, RotationRefused } from './rotation.ts';

/** How long one request to Okta may be repeated, in milliseconds: a window of its rate limits is a minute. */
const PATIENCE_MS = 65_000;

/**
 * The registered event hook, for a rotation; left alone with `RotationRefused` as inline hooks are. A hook whose secret
 * has changed may have to be verified again before anything is delivered to it, which is done at once. Okta has no way
 * to send an event on request: what is proved is that Okta reaches the service, not that the service takes the secret.
 */
export function eventHookInOkta(client: OktaClient, wanted: WantedEventHook): HookInOkta {
  const callFor = (signal: AbortSignal) => ({ signal, patienceMs: PATIENCE_MS });
  const find = (signal: AbortSignal) => findRegistered(client, wanted, callFor(signal));
  const verify = async (id: string, signal: AbortSignal) => {
    if (!(await verifyEventHook(client, id, callFor(signal)))) {
      throw new RotationRefused('Okta does not get an answer to the verification of the events hook');
    }
  };
  return {
    async check(signal) {
      await find(signal);
    },
    async useSecret(secret, signal) {
      const live = await find(signal);
      const put = await putEventHook(client, { wanted, secret, live }, callFor(signal));
      if (put.verificationStatus !== 'VERIFIED') await verify(put.id, signal);
    },
    async prove(signal) {
      await verify((await find(signal)).id, signal);
    },
  };
}

/** A hook that waits for its verification is as it should be: the step that verifies it may have been cut off. */
async function findRegistered(
  client: OktaClient,
  wanted: WantedEventHook,
  call: OktaCallOptions,
): Promise<LiveEventHook> {
  const [hook, ...others] = findEventHooks(wanted, await listEventHooks(client, call));
  const refuse = (what: string) =>
    new RotationRefused(`the events hook ${what}: look with doctor, then register it again`);
  if (!hook || others.length > 0) throw refuse(hook ? 'is in Okta more than once' : 'is not in Okta');
  const [different] = eventDifferences(wanted, hook).filter(({ field }) => field !== 'verification');
  if (different) throw refuse(`is not in Okta as it should be (${different.field})`);
  const { lost } = divideAdditions(hook.additions, wanted);
  if (namesOfAdditions(lost).length > 0) {
    throw new RotationRefused(
      'the events hook has an extra header in Okta that would be lost, as its value is not shown or its name is that of the header with the secret: remove it in Workflow > Event Hooks',
    );
  }
  return hook;
}
