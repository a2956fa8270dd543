import { differences } from '../../../lambda/registration/difference.ts';
import type { LiveHook } from '../../../lambda/registration/live-hook.ts';
import type { WantedHook } from '../../../lambda/registration/wanted-hook.ts';
import { type Evidence, namesakes, registerLine } from '../evidence.ts';
import { type Check, type Finding, ok, review, skipped } from '../finding.ts';

/** What one registered hook is asked. */
export type LookAtHook = (live: LiveHook, wanted: WantedHook, evidence: Evidence) => readonly Finding[];

/** A check of every hook that is registered; where none is, another check says so. */
export function checkOfEachHook(name: string, look: LookAtHook): Check {
  return {
    name,
    look(evidence) {
      const { wanted, inlineHooks } = evidence;
      if (inlineHooks.problem) return [skipped('the inline hooks could not be read')];
      return wanted.flatMap((hook) => {
        const [live] = namesakes(hook, inlineHooks.value);
        return live ? look(live, hook, evidence) : [skipped(`${hook.kind}: not registered`)];
      });
    },
  };
}

/** A check that some fields are in Okta as they are wanted; `agreed` says what they are then. */
export function checkOfFields(
  name: string,
  isMeant: (field: string) => boolean,
  agreed: (wanted: WantedHook) => string,
): Check {
  return checkOfEachHook(name, (live, hook, evidence) => {
    const found = differences(hook, live).filter(({ field }) => isMeant(field));
    if (found.length === 0) return [ok(`${hook.kind}: ${agreed(hook)}`)];
    const next = registerLine(evidence, hook.kind);
    return found.map((one) =>
      review(`${hook.kind}: ${one.field} is ${one.live ?? 'missing'}, wanted is ${one.wanted}`, next, [
        live.id,
      ]),
    );
  });
}
