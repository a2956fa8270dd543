import { ConfigurationError } from '../platform/configuration-error.ts';
import type { HookSecrets } from '../platform/secrets.ts';
import { NotAuthenticated } from './errors.ts';
import type { Exchange, Middleware } from './exchange.ts';
import { claimsAllow } from './jwt-claims.ts';

/** How callers prove that they are Okta. */
export type Authentication =
  /** `header` (any case) carries the hook secret, whole. */
  | { readonly kind: 'header'; readonly header: string; readonly secrets: HookSecrets }
  /** API Gateway's JWT authorizer has checked the token; its claims must still be these. */
  | { readonly kind: 'jwt'; readonly issuer: string; readonly audience: string; readonly scope: string };

/**
 * Lets only authenticated callers pass (401), and notes on the call that this one is. A secret that cannot
 * be read authenticates nobody (503).
 *
 * @throws ConfigurationError when the options are no complete check: there is no mode without one
 */
export function authenticate(authentication: Authentication): Middleware {
  const isAuthentic = checkFor(authentication);
  return {
    before: async ({ event }) => {
      if (!(await isAuthentic(event))) throw new NotAuthenticated();
      event.call.authenticated = true;
    },
  };
}

function checkFor(authentication: Authentication): (exchange: Exchange) => Promise<boolean> {
  const required = requiredOptions(authentication);
  for (const [name, value] of Object.entries(required)) {
    if (!value) throw new ConfigurationError(`authentication ${name}`, 'a value');
  }
  if (authentication.kind === 'jwt') {
    return async ({ http }) => claimsAllow(http.claims, authentication);
  }
  const { secrets } = authentication;
  const header = authentication.header.toLowerCase();
  return async (exchange) => {
    const value = exchange.http.headers.get(header);
    if (!value) return false;
    const { matches, degraded } = await secrets.verify(value, exchange.call.signal);
    if (degraded) exchange.counts = { ...exchange.counts, SecretUnreadable: 1 };
    return matches;
  };
}

/** Callers without type checks exist too: an unknown kind must not become an open door. */
function requiredOptions(authentication: Authentication): Readonly<Record<string, unknown>> {
  switch (authentication?.kind) {
    case 'header':
      return { header: authentication.header, secrets: authentication.secrets };
    case 'jwt':
      return {
        issuer: authentication.issuer,
        audience: authentication.audience,
        scope: authentication.scope,
      };
    default:
      throw new ConfigurationError('authentication kind', "'header' or 'jwt'");
  }
}
