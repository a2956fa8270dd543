import { type Check, note, ok } from '../finding.ts';

/** What Okta does not say, and nobody has tried in this org yet. */
export const untested: Check = {
  name: 'unknowns',
  look({ unknowns }) {
    const open = unknowns.filter(({ tested }) => !tested);
    if (open.length === 0) return [ok('all of docs/unknowns.md are tested')];
    // the same for all of them
    const next = 'docs/unknowns.md has a ten-minute experiment for each';
    return open.map(({ title }, index) =>
      note(`not tested: ${title}`, index === open.length - 1 ? next : undefined),
    );
  },
};
