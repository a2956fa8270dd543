import { UsageError } from './command.ts';

/**
 * The value of an option that takes one of some words.
 *
 * @param option its name without dashes
 * @throws UsageError when it is none of them
 */
export function choiceOption<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} must be ${choices.join(', ')}`);
}
