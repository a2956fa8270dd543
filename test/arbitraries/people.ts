import fc from 'fast-check';

/** Any string of any Unicode characters, lone surrogates left out. */
export const anyText = fc.string({ unit: 'grapheme', maxLength: 40 });

const namePart = fc.stringMatching(/^[a-z]{1,8}$/);

/** A login with two parts before the @, as `infix` needs it. */
export const plainLogin = fc
  .tuple(namePart, namePart, fc.constantFrom('example.com', 'example.org'))
  .map(([first, last, domain]) => `${first}.${last}@${domain}`);

/** One character whose simple case mappings and marks Okta ignores. */
export const letter = fc.oneof(
  fc.constantFrom(...'aäéßøłñŞşıİσςΣვᲕǅℵﬁÅÅ'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
