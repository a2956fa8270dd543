/** SPDX ids of licences that ask for no more than to be named: nothing of ours has to be published under them. */
export const ALLOWED: readonly string[] = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
];

/**
 * The licence under which a package may be used here: its own, or the allowed one where it leaves the choice
 * (`MIT OR GPL-3.0-or-later`); undefined where it may not. Expressions with AND or WITH are never understood.
 */
export function allowedLicence(expression: string): string | undefined {
  const choices = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return choices.find((licence) => ALLOWED.includes(licence));
}
