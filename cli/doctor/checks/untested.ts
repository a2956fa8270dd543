import { type Check, note, ok } from '../finding.ts';

/** What Okta does not say, and nobody has tried in this org yet: one line; the questions are for `--json`. */
export const untested: Check = {
  name: 'unknowns',
  look({ unknowns }) {
    const open = unknowns.filter(({ tested }) => !tested);
    if (open.length === 0) return [ok('all of docs/unknowns.md are tested')];
    const what = `${open.length} of ${unknowns.length} untested: see docs/unknowns.md`;
    return [{ ...note(what), questions: open.map(({ title }) => title) }];
  },
};
