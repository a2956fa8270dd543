import { distance, closest as nearest } from 'fastest-levenshtein';

/** The choice a person most likely meant, or undefined when none is close. */
export function closest(typed: string, choices: readonly string[]): string | undefined {
  if (choices.length === 0) return undefined;
  const best = nearest(typed, choices);
  return distance(typed, best) <= Math.max(2, typed.length / 3) ? best : undefined;
}
