import { type Bounds, wholeNumber } from '../local/whole-number.ts';
import { UsageError } from './command.ts';

/**
 * The value of an option that takes a whole number.
 *
 * @param option its name without dashes
 * @throws UsageError when it is none, or out of bounds
 */
export const wholeOption = (option: string, text: string, bounds: Bounds = {}): number =>
  wholeNumber(`--${option}`, text, bounds, UsageError);
