import { divideAdditions } from '../../../lambda/registration/event-hook-additions.ts';
import {
  eventDifferences,
  findEventHooks,
  type WantedEventHook,
} from '../../../lambda/registration/event-hooks.ts';
import type { LiveEventHook } from '../../../lambda/registration/live-event-hook.ts';
import { type Evidence, registerLine } from '../evidence.ts';
import { type Check, type Finding, note, ok, review, skipped } from '../finding.ts';

const DELETE_OTHERS = 'Workflow > Event Hooks: keep one, deactivate and delete the others';

const NO_EVENTS =
  'this deployment has no event hook: no first sign-in is recorded, and no hash is deleted after one';

/** It goes when the holding time of the last hashes is over. */
const GONE_TOO = 'nobody imports a password any more, since the password hook is gone on purpose';

/** Whether Okta delivers events to the deployment. */
export const eventHook: Check = {
  name: 'event hook',
  look(evidence) {
    const { wantedEventHook: wanted, eventHooks, retired } = evidence;
    if (!wanted) return hasPasswordHook(evidence) ? [note(NO_EVENTS)] : [];
    if (eventHooks.problem) return [skipped('the event hooks could not be read')];
    const [live, ...others] = findEventHooks(wanted, eventHooks.value);
    const next = registerLine(evidence, 'events');
    if (!live && retired)
      return [note(`not in Okta; ${GONE_TOO}`, `before the holding time is over, ${next}`)];
    if (!live) return [review(`Okta has no event hook "${wanted.name}"`, next)];
    if (others.length > 0) {
      const ids = [live, ...others].map(({ id }) => id);
      return [review(`${ids.length} event hooks are this deployment's, by name or URL`, DELETE_OTHERS, ids)];
    }
    const found = eventDifferences(wanted, live);
    if (found.length === 0) return [ok('ACTIVE and VERIFIED'), ...addedNotes(wanted, live)];
    return found.map((one) =>
      review(`${one.field} is ${one.live ?? 'missing'}, wanted is ${one.wanted}`, next, [live.id]),
    );
  },
};

const hasPasswordHook = ({ wanted }: Evidence) => wanted.some(({ kind }) => kind === 'password');

/** What somebody has added in Okta, as far as it stands in the way of something. */
function addedNotes(wanted: WantedEventHook, { additions }: LiveEventHook): readonly Finding[] {
  const { kept, lost } = divideAdditions(additions, wanted);
  return [
    ...kept.filters.map(({ event }) =>
      note(
        `a filter holds back some events of ${event}, which are never recorded`,
        'Workflow > Event Hooks: see whether it is meant',
      ),
    ),
    ...lost.headers.map(({ key }) =>
      note(
        `rotate does not touch it: the extra header ${key} would be lost`,
        'Workflow > Event Hooks: remove it, or rotate by hand (docs/deploying.md)',
      ),
    ),
  ];
}
