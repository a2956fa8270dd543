import { type Check, ok, review } from '../finding.ts';

/** Whether what we authenticate with may read all that the doctor reads. */
export const credentials: Check = {
  name: 'Okta credentials',
  look({ inlineHooks, eventHooks, log }) {
    const problems = [inlineHooks, eventHooks, log].flatMap(({ problem }) => problem ?? []);
    if (problems.length === 0) return [ok('may read inline hooks, event hooks and the System Log')];
    return problems.map(({ what, next }) => review(what, next));
  },
};
