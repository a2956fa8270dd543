import type { Facts } from '../pipeline/call.ts';

/** Ids, codes, rule names, attribute paths. No `@`, so no login and no address. */
const SAFE_TEXT = /^[A-Za-z0-9][\w.:/ -]{0,99}$/;
const ITEMS_KEPT = 50;

/**
 * The facts that may be logged. Ids come from an authenticated caller but are still text from outside: what
 * does not look like an id or a name is left out, never cut or escaped.
 */
export function safeFacts(facts: Facts): Facts {
  const safe: Record<string, Facts[string]> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'string') {
      if (isSafe(value)) safe[name] = value;
    } else if (typeof value === 'object') {
      safe[name] = value.filter(isSafe).slice(0, ITEMS_KEPT);
    } else {
      safe[name] = value;
    }
  }
  return safe;
}

function isSafe(text: unknown): boolean {
  return typeof text === 'string' && SAFE_TEXT.test(text);
}
