import { IMPORT_EVENT_TYPE } from '../contract/import-request.ts';
import { PASSWORD_EVENT_TYPE } from '../contract/password-request.ts';

/** Okta's types of the inline hooks that this service answers, by our own names of them. */
export const INLINE_HOOK_TYPES = { import: IMPORT_EVENT_TYPE, password: PASSWORD_EVENT_TYPE } as const;
export type InlineHookKind = keyof typeof INLINE_HOOK_TYPES;
export const INLINE_HOOK_KINDS: readonly InlineHookKind[] = ['import', 'password'];

/** How Okta's calls prove who they are; no secret is part of it, so that it can be compared and shown. */
export type HookAuth =
  /** The hook secret in a header. */
  | { readonly kind: 'header'; readonly header: string }
  /** A token that Okta fetches first. */
  | {
      readonly kind: 'oauth';
      readonly clientId: string;
      readonly tokenUrl: string;
      readonly scope: string;
      /** With a client secret, or with one of Okta's own hook keys. */
      readonly authType: 'client_secret_post' | 'private_key_jwt';
      /** The id of the hook key, for `private_key_jwt`. */
      readonly hookKeyId?: string;
    };

/** An inline hook as a deployment wants it in Okta. */
export interface WantedHook {
  readonly kind: InlineHookKind;
  readonly name: string;
  /** Okta's type, such as `com.okta.import.transform`. */
  readonly type: string;
  /** Where Okta calls: https. */
  readonly uri: string;
  readonly auth: HookAuth;
}

/** The hook of one kind, by the name it goes by in Okta. */
export function wantedHook(
  kind: InlineHookKind,
  { stack, uri, auth }: { readonly stack: string; readonly uri: string; readonly auth: HookAuth },
): WantedHook {
  return { kind, name: hookName(stack, kind), type: INLINE_HOOK_TYPES[kind], uri, auth };
}

/** Two stages in one org must not take each other's hooks: the stack is part of the name. */
export const hookName = (stack: string, kind: InlineHookKind | 'events') => `${stack} ${kind}`;

/**
 * The channel as Okta takes it. `secret` is the whole value of the header, or the client's secret; `private_key_jwt`
 * has none. Extra headers are left out: an update leaves those alone that somebody added in Okta.
 *
 * Source: Okta, "Inline hooks" API, schema InlineHookChannelCreate.
 */
export function channelOf({ uri, auth }: Pick<WantedHook, 'uri' | 'auth'>, secret: string | undefined) {
  const config = { uri, method: 'POST' };
  if (auth.kind === 'header') {
    const authScheme = { type: 'HEADER', key: auth.header, value: secret };
    return { type: 'HTTP', version: '1.0.0', config: { ...config, authScheme } };
  }
  const { authType, clientId, tokenUrl, scope, hookKeyId } = auth;
  const proof = authType === 'client_secret_post' ? { clientSecret: secret } : { hookKeyId };
  return {
    type: 'OAUTH',
    version: '1.0.0',
    config: { ...config, authType, clientId, tokenUrl, scope, ...proof },
  };
}
