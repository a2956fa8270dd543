import type { ImportAction } from './import-request.ts';

/** New values for attributes of a profile; null empties an attribute. */
export type ProfileChanges = Readonly<Record<string, unknown>>;

/**
 * The commands a user import hook may answer with, under the names of Okta's current contract
 * (`docs/decisions/0001-command-names.md` says why the early `…update.import` names are not used).
 */
export type ImportCommand =
  | { readonly type: 'com.okta.appUser.profile.update'; readonly value: ProfileChanges }
  | { readonly type: 'com.okta.user.profile.update'; readonly value: ProfileChanges }
  | { readonly type: 'com.okta.action.update'; readonly value: { readonly result: ImportAction } }
  | { readonly type: 'com.okta.user.update'; readonly value: { readonly id: string } };

/** What Okta copies into the System Log event `inline_hook.response.processed`: reasons, never values. */
export type DebugContext = Readonly<Record<string, string>>;

/** The error object of Okta's inline hooks: Okta records a failure event with the summary as its text. */
export interface HookErrorBody {
  readonly error: { readonly errorSummary: string };
  readonly debugContext?: DebugContext;
}

/** A well-formed answer to a user import call; no `commands` means "nothing to change". */
export type ImportAnswer =
  | { readonly commands?: readonly ImportCommand[]; readonly debugContext?: DebugContext }
  | HookErrorBody;

/** What a password import hook may say of a password. */
export type CredentialAction = 'VERIFIED' | 'UNVERIFIED';

/** A well-formed answer to a password import call; one that cannot be decided has none, it is a 503. */
export interface PasswordAnswer {
  readonly commands: readonly [
    { readonly type: 'com.okta.action.update'; readonly value: { readonly credential: CredentialAction } },
  ];
}
