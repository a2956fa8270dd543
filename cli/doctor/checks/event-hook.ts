import { eventDifferences, findEventHooks } from '../../../lambda/registration/event-hooks.ts';
import { registerLine } from '../evidence.ts';
import { type Check, note, ok, review, skipped } from '../finding.ts';

const DELETE_OTHERS = 'Workflow > Event Hooks: keep one, deactivate and delete the others';

/** Whether Okta delivers events to the deployment. */
export const eventHook: Check = {
  name: 'event hook',
  look(evidence) {
    const { wantedEventHook: wanted, eventHooks } = evidence;
    if (!wanted) return [note('this deployment has no event hook')];
    if (eventHooks.problem) return [skipped('the event hooks could not be read')];
    const [live, ...others] = findEventHooks(wanted, eventHooks.value);
    const next = registerLine(evidence, 'events');
    if (!live) return [review(`Okta has no event hook "${wanted.name}"`, next)];
    if (others.length > 0) {
      const ids = [live, ...others].map(({ id }) => id);
      return [review(`${ids.length} event hooks are this deployment's, by name or URL`, DELETE_OTHERS, ids)];
    }
    const found = eventDifferences(wanted, live);
    if (found.length === 0) return [ok('ACTIVE and VERIFIED')];
    return found.map((one) =>
      review(`${one.field} is ${one.live ?? 'missing'}, wanted is ${one.wanted}`, next, [live.id]),
    );
  },
};
