/** The claims a caller's token must have. */
export interface RequiredClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly scope: string;
}

/** What an audience or a scope is like that {@link claimsAllow} finds in every list: nothing in it ends a name there. */
export const SINGLE_NAME = /^[^\s,[\]]+$/;

/**
 * Whether claims that API Gateway's JWT authorizer passed on name this issuer, and among others this
 * audience and scope (`scp` as Okta writes it, or `scope`). The authorizer writes lists as `[a b]`.
 *
 * Source: AWS, "Control access to HTTP APIs with JWT authorizers"; RFC 7519 section 4.1; RFC 9068 section 2.2.3.
 */
export function claimsAllow(
  claims: Readonly<Record<string, unknown>> | undefined,
  required: RequiredClaims,
): boolean {
  if (!claims || claims['iss'] !== required.issuer) return false;
  const scopes = [...namesIn(claims['scp']), ...namesIn(claims['scope'])];
  return namesIn(claims['aud']).includes(required.audience) && scopes.includes(required.scope);
}

function namesIn(claim: unknown): readonly unknown[] {
  if (Array.isArray(claim)) return claim;
  if (typeof claim !== 'string') return [];
  const list = claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1) : claim;
  return list.split(/[ ,]+/);
}
