import { randomBytes } from 'node:crypto';
import type { ServiceCaller, ServiceResult } from '../../service-call/service-caller.ts';
import type { Channel, OAuthChannel } from './channel.ts';

/** Calls a hook's service over its channel: with its secret, its headers, or a token that is fetched first. */
export async function callChannel(
  caller: ServiceCaller,
  channel: Channel,
  payload: string,
): Promise<ServiceResult> {
  const { uri, headers } = channel.config;
  const own = Object.fromEntries(headers.map(({ key, value }) => [key, value]));
  const secret = channel.type === 'HTTP' ? secretHeader(channel.config) : await tokenHeader(caller, channel);
  if (!secret) return { failure: 'connection', attempts: 1, milliseconds: 0 };
  return caller.call({
    uri,
    headers: { ...oktaHeaders(), 'content-type': 'application/json', ...own, ...secret },
    body: payload,
  });
}

/** What every call of Okta's carries. */
export function oktaHeaders(): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'Okta-Integrations',
    'x-okta-request-id': randomBytes(18).toString('base64url'),
  };
}

/** The header that carries the secret of a channel; none when the channel has no secret. */
export function secretHeader({
  authScheme,
}: {
  readonly authScheme?: { readonly key: string; readonly value: string } | null | undefined;
}): Record<string, string> {
  return authScheme ? { [authScheme.key.toLowerCase()]: authScheme.value } : {};
}

/** Source: RFC 6749 sections 2.3.1 and 4.4. */
async function tokenHeader(
  caller: ServiceCaller,
  { config }: OAuthChannel,
): Promise<Record<string, string> | undefined> {
  const { clientId, clientSecret, tokenUrl, scope } = config;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    ...(scope && { scope }),
  });
  const answer = await caller.call({
    uri: tokenUrl,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  });
  const { access_token: token } = Object('body' in answer ? answer.body : undefined);
  return typeof token === 'string' ? { authorization: `Bearer ${token}` } : undefined;
}
