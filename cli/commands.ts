import type { Command } from './command.ts';

/** A row of the command table: what the help lists, and how to get the command itself. */
export interface CommandEntry {
  /** One word, or a noun and a verb. */
  readonly name: string;
  readonly summary: string;
  /** Imports the command; called only when it was chosen. */
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every command, in the order the help shows them. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'rules check',
    summary: 'check the import rules or password sources, and show what they do',
    load: () => import('./commands/rules/check.ts'),
  },
  {
    name: 'decide',
    summary: "show the answer to one of Okta's calls, and how it came about",
    load: () => import('./commands/decide.ts'),
  },
  {
    name: 'rehearse',
    summary: 'play an import with the production decision, and see what it would do',
    load: () => import('./commands/rehearse.ts'),
  },
  {
    name: 'event',
    summary: "wrap one of Okta's calls as the event API Gateway makes of it",
    load: () => import('./commands/event.ts'),
  },
  {
    name: 'ledger seed',
    summary: 'claim the logins people have already, before the service promises any',
    load: () => import('./commands/ledger/seed.ts'),
  },
  {
    name: 'ledger show',
    summary: 'show who was promised a login, and where its numbers stand',
    load: () => import('./commands/ledger/show.ts'),
  },
  {
    name: 'register',
    summary: 'tell Okta where its hooks are, and have it call them once',
    load: () => import('./commands/register.ts'),
  },
  {
    name: 'doctor',
    summary: 'compare what the deployment wants with what Okta has and did',
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'rotate',
    summary: 'give Okta and the service a new secret without refusing a call',
    load: () => import('./commands/rotate.ts'),
  },
  {
    name: 'credentials verify',
    summary: 'try one stored hash with a password',
    load: () => import('./commands/credentials/verify.ts'),
  },
  {
    name: 'credentials load',
    summary: 'fill the table of legacy passwords from an export, and judge every hash',
    load: () => import('./commands/credentials/load.ts'),
  },
  {
    name: 'migrate plan',
    summary: 'say who of a legacy system is created in Okta, and how their passwords come along',
    load: () => import('./commands/migrate/plan.ts'),
  },
  {
    name: 'migrate create',
    summary: 'create the people of a plan in Okta, each exactly once, however often it is stopped',
    load: () => import('./commands/migrate/create.ts'),
  },
  {
    name: 'migrate status',
    summary:
      'show where everybody of a plan stands, whom to call first, and when the last one will have come',
    load: () => import('./commands/migrate/status.ts'),
  },
  {
    name: 'migrate finish',
    summary: 'send a link to everybody who is left, and remove the password hook when nobody is',
    load: () => import('./commands/migrate/finish.ts'),
  },
];
