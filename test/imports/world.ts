import type { ImportCommand } from '../../lambda/contract/commands.ts';
import { type ImportRequest, importRequestSchema } from '../../lambda/contract/import-request.ts';
import { createImportDecider } from '../../lambda/imports/decide.ts';
import type { ImportDecision } from '../../lambda/imports/decision.ts';
import { prepareRules } from '../../lambda/imports/prepared-rules.ts';
import type { LoginWorld } from '../../lambda/logins/choose.ts';
import { noDirectory } from '../../lambda/logins/directory.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { compileRules } from '../../rules/compile.ts';

/** What a test says about a person; everything else is as Okta usually sends it. */
export interface Person {
  readonly user?: Readonly<Record<string, unknown>>;
  readonly appUser?: Readonly<Record<string, unknown>>;
  readonly conflicts?: readonly string[];
  readonly matches?: readonly unknown[];
  readonly action?: 'CREATE_USER' | 'LINK_USER';
  readonly userId?: string;
  readonly jobId?: string;
}

/** The call Okta would make for a person, through the contract. */
export function callFor(person: Person): ImportRequest {
  return importRequestSchema.parse({
    eventType: 'com.okta.import.transform',
    data: {
      context: {
        conflicts: person.conflicts ?? [],
        application: { id: '0oaapp' },
        job: { id: person.jobId ?? 'ij1' },
        matches: person.matches ?? [],
        policy: ['EMAIL'],
      },
      action: { result: person.action ?? 'CREATE_USER' },
      appUser: { profile: { externalId: 'e1', userName: 'sally', ...person.appUser } },
      user: {
        ...(person.userId && { id: person.userId }),
        profile: { login: 'sally.admin@example.com', email: 'sally.admin@example.com', ...person.user },
      },
    },
  });
}

/** A service with its own rules (the YAML after `version: 1`) and, unless given, an empty world. */
export function serviceWith(yaml: string, world: Partial<LoginWorld> = {}) {
  const { rules } = compileRules(`version: 1\n${yaml}`, 'import.yaml');
  const whole = { directory: noDirectory, ledger: createMemoryLedger(), ...world };
  const decide = createImportDecider({ rules: prepareRules(rules), world: whole, now: Date.now });
  return (person: Person): Promise<ImportDecision> => decide(callFor(person), new AbortController().signal);
}

/** The commands of an answer; none when it has none. */
export function commandsIn({ answer }: ImportDecision): readonly ImportCommand[] {
  return ('commands' in answer && answer.commands) || [];
}

/** The login that the answer gives the person, if it changes it. */
export function loginIn(decision: ImportDecision): unknown {
  const update = commandsIn(decision).find(({ type }) => type === 'com.okta.user.profile.update');
  return update?.type === 'com.okta.user.profile.update' ? update.value['login'] : undefined;
}

/** The error text of an answer. */
export function errorIn({ answer }: ImportDecision): string | undefined {
  return 'error' in answer ? answer.error.errorSummary : undefined;
}

/** The rule that ships active. */
export const UNIQUE_LOGIN = `
rules:
  - name: unique-login
    when: 'action == "CREATE_USER" && "login" in conflicts'
    login:
      candidates:
        - 'infix(user.login, appUser.middleName)'
        - 'infix(user.login, initial(appUser.middleName))'
      numbered: 'localPart(user.login) + string(n) + "@" + domain(user.login)'
      from: 2
      to: 99999
`;
