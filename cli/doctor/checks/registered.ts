import type { LiveHook } from '../../../lambda/registration/live-hook.ts';
import type { WantedHook } from '../../../lambda/registration/wanted-hook.ts';
import { type Evidence, namesakes, registerLine } from '../evidence.ts';
import { type Check, type Finding, ok, review, skipped } from '../finding.ts';
import type { RetiredHook } from '../retired.ts';

/** Whether Okta knows every hook of the deployment, and none that is gone on purpose. */
export const registered: Check = {
  name: 'registered',
  look(evidence) {
    const { wanted, retired, inlineHooks } = evidence;
    if (inlineHooks.problem) return [skipped('the inline hooks could not be read')];
    const live = inlineHooks.value;
    return [
      ...wanted.map((hook) => lookForWanted(hook, live, evidence)),
      ...(retired ? [lookForRetired(retired, live)] : []),
    ];
  },
};

function lookForWanted(hook: WantedHook, live: readonly LiveHook[], evidence: Evidence): Finding {
  const { kind, name } = hook;
  if (namesakes(hook, live).length > 0) return ok(`${kind}: "${name}" is registered`);
  const next = registerLine(evidence, kind);
  const unless = '; unless migrate finish has deleted it: then give its final sheet to doctor --finished';
  return review(`${kind}: Okta has no hook "${name}"`, kind === 'password' ? next + unless : next);
}

/** As long as the deployment has the hook. */
const PUT_BACK = ' (register puts it back, unless it is told --type import)';

function lookForRetired({ name, type, uri, words }: RetiredHook, live: readonly LiveHook[]): Finding {
  const back = live.filter((hook) => hook.type === type && (hook.name === name || hook.uri === uri));
  if (back.length === 0) return ok(`password: not in Okta, on purpose: ${words}`);
  return review(
    `password: "${name}" is in Okta, although ${words}`,
    `leave out --finished if people are created for it again; else deactivate and delete it in Workflow > Inline Hooks${uri === undefined ? '' : PUT_BACK}`,
    back.map(({ id }) => id),
  );
}
