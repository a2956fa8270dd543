/** A profile that Okta takes. */
export const profileOf = (login: string, changes: object = {}) => ({
  login,
  email: login,
  firstName: 'Jane',
  lastName: 'Example',
  ...changes,
});

/** The body that creates somebody for the password hook. */
export const forTheHook = (login: string) => ({
  profile: profileOf(login),
  credentials: { password: { hook: { type: 'default' } } },
});

/** The id in an answer. */
export const idIn = ({ body }: { readonly body?: unknown }): string => String(Object(body).id);
