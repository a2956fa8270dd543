import type { RegisteredType } from './wanted.ts';

/** A step that Okta has no API for. */
export interface ConsoleStep {
  readonly what: string;
  readonly link: string;
}

/** What is left to a person in the Admin Console, for these types. */
export function consoleSteps(types: readonly RegisteredType[], baseUrl: string): readonly ConsoleStep[] {
  return types.flatMap((type) => STEPS[type](adminUrl(baseUrl)));
}

const STEPS: Readonly<Record<RegisteredType, (admin: string) => readonly ConsoleStep[]>> = {
  import: (admin) => [
    {
      what: 'For each app that imports people: Applications > Applications > the app > Provisioning > To Okta > Inline Hooks > User Creation: choose the hook, Save. Active Directory and LDAP have no such setting.',
      link: `${admin}/admin/apps/active`,
    },
  ],
  password: () => [
    {
      what: 'Nothing to click: Okta calls the hook for people who are created with credentials.password.hook.',
      link: 'https://developer.okta.com/docs/guides/password-import-inline-hook/',
    },
  ],
  events: () => [],
};

/** The Admin Console of Okta's own domains; an org under a domain of its own has it elsewhere, and redirects. */
function adminUrl(baseUrl: string): string {
  return baseUrl.replace(
    /^(https:\/\/[\w-]+?)(?:-admin)?\.(okta|oktapreview|okta-emea|okta-gov)\.com$/,
    '$1-admin.$2.com',
  );
}
