import { INLINE_HOOK_TYPES } from '../../../lambda/registration/wanted-hook.ts';
import { deployWith } from '../../deployment.ts';
import type { Evidence } from '../evidence.ts';
import { type Check, type Finding, ok, review, skipped } from '../finding.ts';
import type { UndeployedHook } from '../undeployed.ts';

/** What to do about a hook that Okta calls in vain, where nobody needs it. */
const REMOVE: Readonly<Record<UndeployedHook['kind'], string>> = {
  import:
    'take it off the applications (Provisioning > To Okta > Inline Hooks), then deactivate and delete it in Workflow > Inline Hooks',
  password: 'if nobody is created for it any more, deactivate and delete it in Workflow > Inline Hooks',
  events: 'deactivate and delete it in Workflow > Event Hooks',
};

/** Whether Okta still has a hook that the deployment does not have: it calls an address that is gone. */
export const undeployed: Check = {
  name: 'not deployed',
  look(evidence) {
    return evidence.undeployed.map((hook) => lookFor(hook, evidence));
  },
};

function lookFor(hook: UndeployedHook, evidence: Evidence): Finding {
  const { kind } = hook;
  const left = leftIn(hook, evidence);
  if (!left) return skipped(`${kind}: the hooks could not be read`);
  const [first] = left;
  if (!first) return ok(`${kind}: not in Okta either`);
  return review(
    `${kind}: "${first.name}" is in Okta, and this deployment has no such hook`,
    `${REMOVE[kind]}; else ${deployWith(kind)}`,
    left.map(({ id }) => id),
  );
}

/** The hooks of its kind in Okta that have its name or its address; undefined where they could not be read. */
function leftIn({ kind, name, uri }: UndeployedHook, { inlineHooks, eventHooks }: Evidence) {
  const live =
    kind === 'events'
      ? eventHooks.value
      : inlineHooks.value?.filter(({ type }) => type === INLINE_HOOK_TYPES[kind]);
  return live?.filter((hook) => hook.name === name || hook.uri === uri);
}
