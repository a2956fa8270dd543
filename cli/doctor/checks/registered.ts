import { namesakes, registerLine } from '../evidence.ts';
import { type Check, ok, review, skipped } from '../finding.ts';

/** Whether Okta knows every hook of the deployment. */
export const registered: Check = {
  name: 'registered',
  look(evidence) {
    const { wanted, inlineHooks } = evidence;
    if (inlineHooks.problem) return [skipped('the inline hooks could not be read')];
    return wanted.map((hook) =>
      namesakes(hook, inlineHooks.value).length > 0
        ? ok(`${hook.kind}: "${hook.name}" is registered`)
        : review(`${hook.kind}: Okta has no hook "${hook.name}"`, registerLine(evidence, hook.kind)),
    );
  },
};
