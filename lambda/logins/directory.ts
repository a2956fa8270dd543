/** Who holds a login in Okta, as far as the directory can say. */
export type Holder =
  | { readonly state: 'free' }
  | { readonly state: 'taken'; readonly id: string }
  | { readonly state: 'unknown' };

/** Okta's people, asked by login; deactivated people still hold theirs. */
export interface LoginDirectory {
  /** `none`: there is no directory to ask, a fact; `okta`: an unknown answer is a fault. */
  readonly kind: 'none' | 'okta';
  /** One holder a login, in the order asked. Never throws: what cannot be asked is `unknown`. */
  lookup(logins: readonly string[], signal: AbortSignal): Promise<readonly Holder[]>;
}

/** The directory of a service that has no access to Okta: every login is unknown. */
export const noDirectory: LoginDirectory = {
  kind: 'none',
  lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
};
