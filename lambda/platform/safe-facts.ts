import type { Facts } from '../pipeline/call.ts';

/** Ids, codes, outcomes. No `@`, so no login and no address. */
const ID = /^[A-Za-z0-9][\w.:/-]{0,99}$/;
/** Rule names and attribute paths, which come from the reviewed rules and may have spaces. */
const NAME = /^[A-Za-z0-9][\w.:/ -]{0,99}$/;
const NAMES_KEPT = 50;

/**
 * The facts that may be logged. Ids come from an authenticated caller but are still text from outside: what
 * does not look like an id or a name is left out, never cut or escaped.
 */
export function safeFacts(facts: Facts): Facts {
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => typeof value !== 'string' || ID.test(value))
      .map(([name, value]) => [name, typeof value === 'object' ? namesOf(value) : value]),
  );
}

function namesOf(list: readonly string[]): readonly string[] {
  return list.filter((name) => NAME.test(name)).slice(0, NAMES_KEPT);
}
