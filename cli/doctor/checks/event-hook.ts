import { registerLine } from '../evidence.ts';
import { type Check, note, ok, review, skipped } from '../finding.ts';

/** Whether Okta delivers events to the deployment. */
export const eventHook: Check = {
  name: 'event hook',
  look(evidence) {
    const { eventHookUrl, eventHooks } = evidence;
    if (eventHookUrl === undefined) return [note('this deployment has no event hook')];
    if (eventHooks.problem) return [skipped('the event hooks could not be read')];
    const live = eventHooks.value.find(({ uri }) => uri === eventHookUrl);
    const next = registerLine(evidence, 'events');
    if (!live) return [review(`no event hook of Okta's calls ${eventHookUrl}`, next)];
    if (live.status !== 'ACTIVE') return [review(`the event hook is ${live.status}`, next, [live.id])];
    if (live.verificationStatus !== 'VERIFIED') {
      return [review(`the event hook is ${live.verificationStatus}: Okta delivers nothing`, next, [live.id])];
    }
    return [ok('ACTIVE and VERIFIED')];
  },
};
