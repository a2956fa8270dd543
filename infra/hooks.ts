import { HOOK_PATHS, type HookKind } from '../events/hook-call.ts';

/** One hook of Okta as the stack builds it. */
export interface HookDefinition {
  /** Its dimension in metrics, its section in the settings, and the beginning of its file names. */
  readonly kind: HookKind;
  /** Id of its construct, and the beginning of the names of its outputs. */
  readonly id: string;
  /** The entry point below the project's root, which exports `handler`. */
  readonly entry: string;
  readonly path: string;
  /** What it is in Okta. An event hook is verified with a GET, and proves itself with a secret in every deployment. */
  readonly oktaType: 'inline' | 'event';
  /** Whether it promises logins: it may use the ledger and, where that is set up, ask Okta about logins. */
  readonly promisesLogins: boolean;
  /** Whether it checks legacy passwords: it may read the credential table and the secrets of the sources. */
  readonly checksPasswords: boolean;
  /** Whether it records first sign-ins: it may write to credentials what events say, and read no hash. */
  readonly recordsEvents: boolean;
}

/** The hooks that a stage has, in the order of {@link HOOKS}, whatever the order of the setting. */
export function deployedHooks(settings: { readonly hooks: readonly HookKind[] }): readonly HookDefinition[] {
  return HOOKS.filter(({ kind }) => settings.hooks.includes(kind));
}

/** Every hook there is: a new one is a line here, and its section in the settings. */
export const HOOKS: readonly HookDefinition[] = [
  {
    kind: 'import',
    id: 'ImportHook',
    entry: 'lambda/import-hook.ts',
    path: HOOK_PATHS.import,
    oktaType: 'inline',
    promisesLogins: true,
    checksPasswords: false,
    recordsEvents: false,
  },
  {
    kind: 'password',
    id: 'PasswordHook',
    entry: 'lambda/password-hook.ts',
    path: HOOK_PATHS.password,
    oktaType: 'inline',
    promisesLogins: false,
    checksPasswords: true,
    recordsEvents: false,
  },
  {
    kind: 'events',
    id: 'EventHook',
    entry: 'lambda/event-hook.ts',
    path: HOOK_PATHS.events,
    oktaType: 'event',
    promisesLogins: false,
    checksPasswords: false,
    recordsEvents: true,
  },
];
