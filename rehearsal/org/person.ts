/** Where a person stands in Okta's lifecycle. Everybody holds their login, DEPROVISIONED people too. */
export type UserStatus =
  | 'STAGED'
  | 'PROVISIONED'
  | 'ACTIVE'
  | 'RECOVERY'
  | 'PASSWORD_EXPIRED'
  | 'LOCKED_OUT'
  | 'SUSPENDED'
  | 'DEPROVISIONED';

/** A profile as Okta keeps it: attributes by name, values anything JSON has. */
export type Profile = Readonly<Record<string, unknown>>;

/** A person of the stand-in org. */
export interface Person {
  /** Twenty characters that begin with `00u`, as Okta's do. */
  readonly id: string;
  readonly status: UserStatus;
  readonly profile: Profile;
}
