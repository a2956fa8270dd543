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
