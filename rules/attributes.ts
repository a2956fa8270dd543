/** Okta's default user profile: docs "User profile attributes", schema `default`, base properties. */
const USER = [
  'login email secondEmail firstName lastName middleName honorificPrefix honorificSuffix title displayName',
  'nickName profileUrl primaryPhone mobilePhone streetAddress city state zipCode countryCode postalAddress',
  'preferredLanguage locale timezone userType employeeNumber costCenter organization division department',
  'managerId manager',
];

/** What every app profile in Okta's import calls has; everything else depends on the app. */
const APP_USER = [
  'userName externalId email secondEmail firstName lastName mobilePhone groups failProvisioning',
  'failDeprovisioning',
];

/** `data.context.application` and `data.context.job` of the user import hook. */
const CONTEXT = { application: ['id name label status'], job: ['id type'] };

/** The names known of each variable that is a map. */
export type KnownAttributes = Readonly<Record<string, ReadonlySet<string>>>;

/** Okta's standard attributes with those of a rules file's `attributes:` (`user.x`, `appUser.y`). */
export function knownAttributes(declared: readonly string[]): KnownAttributes {
  const own = (profile: string) =>
    declared.filter((path) => path.startsWith(`${profile}.`)).map((path) => path.slice(profile.length + 1));
  return {
    user: new Set([...words(USER), ...own('user')]),
    appUser: new Set([...words(APP_USER), ...own('appUser')]),
    application: new Set(words(CONTEXT.application)),
    job: new Set(words(CONTEXT.job)),
  };
}

function words(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
