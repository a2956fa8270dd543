import { HOOK_PATHS, type HookKind } from '../events/hook-call.ts';

/** One inline hook of Okta as the stack builds it. */
export interface HookDefinition {
  /** Its dimension in metrics, its section in the settings, and the beginning of its file names. */
  readonly kind: HookKind;
  /** Id of its construct, and the beginning of the names of its outputs. */
  readonly id: string;
  /** The entry point below the project's root, which exports `handler`. */
  readonly entry: string;
  readonly path: string;
  /** Whether it promises logins: it may use the ledger and, where that is set up, ask Okta about logins. */
  readonly promisesLogins: boolean;
  /** Whether it checks legacy passwords: it may read the credential table and the secrets of the sources. */
  readonly checksPasswords: boolean;
}

/** Every hook there is: a new one is a line here, and its section in the settings. */
export const HOOKS: readonly HookDefinition[] = [
  {
    kind: 'import',
    id: 'ImportHook',
    entry: 'lambda/import-hook.ts',
    path: HOOK_PATHS.import,
    promisesLogins: true,
    checksPasswords: false,
  },
  {
    kind: 'password',
    id: 'PasswordHook',
    entry: 'lambda/password-hook.ts',
    path: HOOK_PATHS.password,
    promisesLogins: false,
    checksPasswords: true,
  },
];
