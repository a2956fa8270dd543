import { people } from './left-show.ts';
import type { SoFar } from './result.ts';

/** What came of everybody a run was about, as far as it came. */
export function describeSoFar({ chosen, outcomes }: SoFar): string {
  if (chosen === 0) return '';
  const { done, unsure, unneeded, refused } = outcomes;
  const rest = chosen - done - unsure - unneeded - refused;
  return [
    `${describeOutcomes(outcomes)}${refused > 0 ? ` Okta refused ${people(refused)}.` : ''}`,
    `${rest.toLocaleString('en')} of ${people(chosen)} ${rest === 1 ? 'waits' : 'wait'} for the next run.`,
  ].join('\n');
}

/** What came of people, in words. */
export function describeOutcomes(outcomes: SoFar['outcomes']): string {
  const { done, unsure, unneeded } = outcomes;
  return [
    `Done: ${people(done)}.`,
    ...(unneeded > 0
      ? [`${people(unneeded)} came or changed meanwhile, and nothing was done about them.`]
      : []),
    ...(unsure > 0
      ? [`For ${people(unsure)} Okta gave no answer: the same command looks, and goes on.`]
      : []),
  ].join(' ');
}
