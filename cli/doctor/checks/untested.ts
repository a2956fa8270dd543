import { type Check, note, ok } from '../finding.ts';

/** What Okta does not say, and nobody has tried in this org yet. */
export const untested: Check = {
  name: 'unknowns',
  look({ unknowns }) {
    const open = unknowns.filter(({ tested }) => !tested);
    if (open.length === 0) return [ok('all of docs/unknowns.md are tested')];
    return open.map(({ title }) =>
      note(`not tested: ${title}`, 'docs/unknowns.md has a ten-minute experiment'),
    );
  },
};
