import type { Facts } from '../pipeline/call.ts';

/** Ids of Okta and AWS. No `@` and no space, so no login, no address and no name. */
const ID = /^[A-Za-z0-9][\w.:/-]{0,99}$/;
/** Words of our own: outcomes, codes, attribute paths, and rule names, which may have spaces. */
const WORDS = /^[A-Za-z0-9][\w.:/ -]{0,99}$/;
const ITEMS_KEPT = 50;

/**
 * The facts that may be logged. Ids (facts whose name ends in `Id`) come from an authenticated caller but are
 * still text from outside: what does not look like one is left out, never cut or escaped.
 */
export function safeFacts(facts: Facts): Facts {
  const safe: Record<string, Facts[string]> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'object') {
      safe[name] = value.filter((item) => WORDS.test(item)).slice(0, ITEMS_KEPT);
    } else if (typeof value !== 'string' || (name.endsWith('Id') ? ID : WORDS).test(value)) {
      safe[name] = value;
    }
  }
  return safe;
}
