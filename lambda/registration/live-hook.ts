import * as z from 'zod/mini';
import { OktaAnswerInvalid } from '../platform/okta/errors.ts';

const text = z.optional(z.nullable(z.string()));

/** An inline hook as Okta lists it: without its secret and extra headers, the header's name perhaps in lower case. */
const inlineHook = z.looseObject({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.string(),
  channel: z.looseObject({
    type: z.string(),
    config: z.looseObject({
      uri: z.string(),
      authScheme: z.optional(z.nullable(z.looseObject({ key: text }))),
      authType: text,
      clientId: text,
      tokenUrl: text,
      scope: text,
      hookKeyId: text,
    }),
  }),
});

/** How a hook in Okta proves who calls: what can be read of it. */
export type LiveAuth = { readonly kind: string } & Partial<
  Record<'header' | 'clientId' | 'tokenUrl' | 'scope' | 'authType' | 'hookKeyId', string>
>;

/** An inline hook as it is in Okta. */
export interface LiveHook {
  readonly id: string;
  readonly name: string;
  /** Okta's type, such as `com.okta.import.transform`. */
  readonly type: string;
  /** `ACTIVE` or `INACTIVE`. */
  readonly status: string;
  readonly uri: string;
  readonly auth: LiveAuth;
}

/** @throws OktaAnswerInvalid when it is no inline hook */
export function readLiveHook(body: unknown): LiveHook {
  const { success, data } = z.safeParse(inlineHook, body);
  if (!success) throw new OktaAnswerInvalid('not a hook');
  const { id, name, type, status, channel } = data;
  return { id, name, type, status, uri: channel.config.uri, auth: authOf(channel) };
}

function authOf({ type, config }: z.infer<typeof inlineHook>['channel']): LiveAuth {
  if (type === 'HTTP') {
    const header = config.authScheme?.key;
    return header ? { kind: 'header', header } : { kind: 'none' };
  }
  const { authType, clientId, tokenUrl, scope, hookKeyId } = config;
  const known = Object.entries({ authType, clientId, tokenUrl, scope, hookKeyId }).filter(
    ([, value]) => value,
  );
  return { kind: type.toLowerCase(), ...Object.fromEntries(known) };
}
