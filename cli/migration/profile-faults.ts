import { createLoginValidity } from '../../lambda/logins/validity.ts';
import { plainly, type Remark } from './remark.ts';

/** What would make Okta refuse a profile; empty: nothing is known against it. */
export type ProfileCheck = (profile: Readonly<Record<string, string>>) => readonly Remark[];

const SHORTEST_LOGIN = 5;
const LONGEST_LOGIN = 100;
const LONGEST_NAME = 50;

const isAddress = createLoginValidity('email');

/**
 * Checks a profile as Okta does when it creates the user, and says what to do about each fault.
 *
 * @param loginPattern as in the import rules: `email`, `any`, or a regular expression of the whole login
 * @throws SyntaxError when it is no regular expression
 */
export function createProfileCheck(loginPattern: string): ProfileCheck {
  const isLogin = createLoginValidity(loginPattern);
  const unfit =
    loginPattern === 'email'
      ? 'the login is no e-mail address: correct it; if the org allows other logins, say so with --login-pattern'
      : 'the login is not as --login-pattern says: correct it';
  return (profile) => {
    const { login = '', email = '' } = profile;
    const loginFault = faultOfLogin(login) ?? (isLogin(login) ? undefined : unfit);
    return [
      ...(loginFault === undefined ? [] : [plainly(loginFault)]),
      ...faultsOfName('first name', profile['firstName']),
      ...faultsOfName('last name', profile['lastName']),
      ...faultsOfEmail(email, loginFault !== undefined),
    ];
  };
}

function faultOfLogin(login: string): string | undefined {
  const { length } = [...login];
  if (length === 0) return 'no login: complete the row';
  if (length < SHORTEST_LOGIN) return `a login below ${SHORTEST_LOGIN} characters: Okta takes no shorter one`;
  if (length > LONGEST_LOGIN)
    return `a login above ${LONGEST_LOGIN} characters: give the person a shorter one`;
  if (login.includes('/')) return 'a / in the login: Okta cannot find such a login again; choose another';
  return undefined;
}

function faultsOfName(which: string, name = ''): Remark[] {
  if (name === '') return [plainly(`no ${which}: Okta wants one; a dash will do`)];
  return name.length > LONGEST_NAME
    ? [plainly(`a ${which} above ${LONGEST_NAME} characters: shorten it`)]
    : [];
}

/** An address that was left out is the login where that is one: then a fault of the login is said once only. */
function faultsOfEmail(email: string, loginIsFaulty: boolean): Remark[] {
  if (email !== '')
    return isAddress(email) ? [] : [plainly('the e-mail address is none that Okta takes: correct it')];
  return loginIsFaulty ? [] : [plainly('no e-mail address, and the login is none: complete the row')];
}

/** The address Okta writes to: the export's, else the login where that is one; empty where there is none. */
export const emailOf = (login: string, email: string | undefined): string =>
  email ?? (isAddress(login) ? login : '');

/** No mail server answers for such a domain. Source: RFC 6761, section 6; RFC 6762, section 3. */
export const isUndeliverable = (email: string): boolean => /\.(invalid|test|localhost|local)$/i.test(email);
