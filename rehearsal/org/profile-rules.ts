import { createLoginValidity, type LoginValidity } from '../../lambda/logins/validity.ts';
import type { Profile } from './person.ts';
import type { Objection } from './refusal.ts';

/** Attributes nobody can be without. Source: Okta, "User profile attributes". */
const REQUIRED = ['login', 'email', 'firstName', 'lastName'] as const;
const LONGEST_NAME = 50;

const isEmail = createLoginValidity('email');

/** What is wrong with a profile by itself, in Okta's words; whether its login is taken is not looked at. */
export function objectionsTo(profile: Profile, isLogin: LoginValidity): readonly Objection[] {
  const checks = {
    login: isLogin,
    email: isEmail,
    firstName: isName,
    lastName: isName,
  };
  return REQUIRED.flatMap((attribute): Objection[] => {
    const value = profile[attribute];
    if (value === undefined || value === null || value === '') {
      return [
        { attribute, because: 'missing', errorSummary: `${attribute}: The field cannot be left blank` },
      ];
    }
    if (typeof value === 'string' && checks[attribute](value)) return [];
    return [{ attribute, because: 'invalid', errorSummary: `${attribute}: Does not match required pattern` }];
  });
}

const isName = (name: string) => name.length <= LONGEST_NAME;

/** Another person has this login already. */
export const LOGIN_TAKEN: Objection = {
  attribute: 'login',
  because: 'taken',
  errorSummary: 'login: An object with this field already exists in the current organization',
};
