/** One try to sign in, as Okta passes it on. Nothing of it is ever logged. */
export interface Attempt {
  /** What the person typed: perhaps a short name, perhaps in another case. */
  readonly username: string;
  readonly password: string;
  /** The address the person signs in from, as Okta saw it; empty where Okta does not say. */
  readonly address: string;
  /** Okta's mark of the call; undefined where it has none. */
  readonly eventId: string | undefined;
}

/**
 * Whether a name does not say by itself whose it is. One without `@` is short for a login, and Okta finds its owner among its own
 * people: another person, perhaps, than the one whom a legacy system knows by that name.
 */
export const isShortName = ({ username }: Pick<Attempt, 'username'>): boolean => !username.includes('@');

const NUL = '\0';

/**
 * Whether an attempt can be right at all. An empty password or name is refused before anybody is asked (LDAP
 * servers take a bind without a password for an anonymous one, RFC 4513 section 5.1.2); so is what other systems
 * would read as something else: a NUL, where C libraries stop, and half a surrogate pair, which UTF-8 does not have.
 */
export function canMatch({ username, password }: Pick<Attempt, 'username' | 'password'>): boolean {
  return [username, password].every((text) => text !== '' && !text.includes(NUL) && text.isWellFormed());
}
