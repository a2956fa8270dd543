import * as z from 'zod';

const BLANK = 'The field cannot be left blank';

const text = z.string({ error: BLANK }).min(1, BLANK);
const headerName = text.regex(/^[!#$%&'*+.^_`|~\w-]+$/, 'must be the name of a header');
const httpsUri = text.max(1024).regex(/^https:\/\/\S+$/, 'must begin with https:// and hold no white space');

const common = {
  uri: httpsUri,
  method: z.literal('POST').default('POST'),
  headers: z.array(z.object({ key: headerName, value: z.string() })).default([]),
};

/** A header whose value is the secret. Okta's reads write the type in lower case, so both are taken. */
const authScheme = z.object({
  type: z.string().regex(/^header$/i, 'must be HEADER'),
  key: headerName,
  value: text,
});

/** A channel with a secret in a header: of inline hooks and of event hooks. */
export const httpChannel = z.object({
  type: z.literal('HTTP'),
  version: z.literal('1.0.0'),
  config: z.object({ ...common, authScheme: authScheme.nullish() }),
});

/** A channel whose calls carry a token from an authorization server. */
const oauthChannel = z.object({
  type: z.literal('OAUTH'),
  version: z.literal('1.0.0'),
  config: z.object({
    ...common,
    authType: z.literal('client_secret_post', {
      error: 'must be client_secret_post: the stand-in has no hook keys for private_key_jwt',
    }),
    clientId: text,
    clientSecret: text,
    tokenUrl: httpsUri,
    scope: z.string().nullish(),
  }),
});

/** The channel of an inline hook. */
export const inlineHookChannel = z.discriminatedUnion('type', [httpChannel, oauthChannel]);

export type HttpChannel = z.infer<typeof httpChannel>;
export type OAuthChannel = z.infer<typeof oauthChannel>;
export type Channel = HttpChannel | OAuthChannel;

/** A header-secret channel as it is read: without the secret, the header's name in lower case. */
export function httpChannelJson(
  { type, version, config }: HttpChannel,
  { withHeaders }: { readonly withHeaders: boolean },
) {
  const { uri, method, headers, authScheme: scheme } = config;
  return {
    type,
    version,
    config: {
      uri,
      method,
      headers: withHeaders ? headers : [],
      authScheme: scheme ? { type: 'HEADER', key: scheme.key.toLowerCase() } : null,
    },
  };
}

/** An OAuth channel as it is read: without the client's secret. */
export function oauthChannelJson({ type, version, config }: OAuthChannel) {
  const { uri, method, authType, clientId, tokenUrl, scope = null } = config;
  return {
    type,
    version,
    config: {
      uri,
      method,
      headers: [],
      authScheme: null,
      authType,
      clientId,
      tokenUrl,
      ...(scope && { scope }),
    },
  };
}
