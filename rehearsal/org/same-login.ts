const ASCII = /^[ -~]*$/;
const MARKS = /\p{M}+/gu;

/**
 * The form in which Okta itself compares logins: without case and diacritics, and nothing else. Finer than the
 * service's own `foldLogin`, which everything that is equal here folds alike.
 */
export function oktaLoginKey(login: string): string {
  if (ASCII.test(login)) return login.toLowerCase();
  const plain = login.normalize('NFD').replace(MARKS, '');
  // Upper case first: σ and ς share a capital.
  return plain.toUpperCase().toLowerCase();
}

/** The part of a login before the @, by which Okta finds a person when nobody else has it; in `oktaLoginKey`'s form. */
export function shortNameOf(login: string): string {
  const at = login.lastIndexOf('@');
  return oktaLoginKey(at < 0 ? login : login.slice(0, at));
}

/** The form in which first and last names are compared: without case. */
export const nameKey = (firstName: string, lastName: string) => `${firstName}\n${lastName}`.toLowerCase();
