import { distance, closest as nearest } from 'fastest-levenshtein';

/** Longer ones are no slips of the finger, and comparing takes length × length. */
const LONGEST_TYPED = 100;

/** The choice a person most likely meant, or undefined when none is close. */
export function closest(typed: string, choices: readonly string[]): string | undefined {
  if (choices.length === 0 || typed.length > LONGEST_TYPED) return undefined;
  const best = nearest(typed, choices);
  const steps = distance(typed, best);
  return steps * 2 <= typed.length && steps <= Math.max(2, typed.length / 3) ? best : undefined;
}
