import { oktaLoginKey } from '../../lambda/logins/okta-login-key.ts';

/** The part of a login before the @, by which Okta finds a person when nobody else has it; in `oktaLoginKey`'s form. */
export function shortNameOf(login: string): string {
  const at = login.lastIndexOf('@');
  return oktaLoginKey(at < 0 ? login : login.slice(0, at));
}

/** The form in which first and last names are compared: without case. */
export const nameKey = (firstName: string, lastName: string) => `${firstName}\n${lastName}`.toLowerCase();
