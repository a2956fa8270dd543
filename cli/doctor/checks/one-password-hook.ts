import { PASSWORD_EVENT_TYPE } from '../../../lambda/contract/password-request.ts';
import { type Check, ok, review, skipped } from '../finding.ts';

/** Okta has one password import hook an org: whether that one is ours. */
export const onePasswordHook: Check = {
  name: 'one password hook',
  look({ wanted, inlineHooks }) {
    if (inlineHooks.problem) return [skipped('the inline hooks could not be read')];
    const ours = wanted.find(({ type }) => type === PASSWORD_EVENT_TYPE);
    const others = inlineHooks.value.filter(
      ({ type, name }) => type === PASSWORD_EVENT_TYPE && name !== ours?.name,
    );
    if (!ours || others.length === 0) return [ok('no other password hook is in the way')];
    const next =
      'an org has one password hook: delete the other one in Workflow > Inline Hooks once nobody needs it';
    return others.map(({ id, name }) => review(`"${name}" is another password hook`, next, [id]));
  },
};
