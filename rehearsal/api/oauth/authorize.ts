import { createHash, timingSafeEqual } from 'node:crypto';
import { accessDenied, invalidToken, noSession } from '../api-error.ts';
import type { ApiRequest } from '../exchange.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** What the org lets in. */
export interface Doors {
  /** The API token, which has all rights. */
  readonly apiToken: string;
  readonly tokens: TokenEndpoint;
}

/**
 * Lets a request through that carries the API token, or an access token with this scope.
 *
 * @throws ApiError 401 or 403 as Okta answers, with the challenge of RFC 6750 or RFC 9449 for access tokens
 */
export async function authorize(request: ApiRequest, scope: string, doors: Doors): Promise<void> {
  const { authorization } = request.headers;
  if (!authorization) throw noSession();
  const [scheme, value = ''] = authorization.split(' ');
  if (scheme === 'SSWS') {
    if (isSame(value, doors.apiToken)) return;
    throw invalidToken();
  }
  const token = await doors.tokens.tokenOf(request);
  if (!token) throw invalidToken(challengeOf(doors.tokens));
  if (!token.scopes.includes(scope) && !token.scopes.includes(scope.replace(/\.read$/, '.manage'))) {
    throw accessDenied({ headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } });
  }
}

function challengeOf({ apiNonce }: TokenEndpoint): Record<string, string> {
  if (apiNonce === undefined) return { 'www-authenticate': 'Bearer error="invalid_token"' };
  return { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': apiNonce };
}

function isSame(found: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(found), digest(wanted));
}
