import { namesakes } from '../evidence.ts';
import { type Check, ok, review, skipped } from '../finding.ts';

/** Whether two hooks have the name of one: then it depends on the Admin Console which of them is called. */
export const duplicates: Check = {
  name: 'duplicates',
  look({ wanted, inlineHooks }) {
    if (inlineHooks.problem) return [skipped('the inline hooks could not be read')];
    const live = inlineHooks.value;
    const found = wanted.flatMap((hook) => {
      const ids = namesakes(hook, live).map(({ id }) => id);
      if (ids.length < 2) return [];
      const next =
        'Workflow > Inline Hooks: keep the one your applications use, deactivate and delete the others';
      return [review(`${hook.kind}: ${ids.length} hooks are called "${hook.name}"`, next, ids)];
    });
    return found.length > 0 ? found : [ok('no name is used twice')];
  },
};
