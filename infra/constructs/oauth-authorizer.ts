import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { Settings } from '../settings-schema.ts';
import type { HookFunction } from './hook-function.ts';

/**
 * OAuth 2.0 instead of a secret: API Gateway checks the token's signature, time, audience and scope, and the
 * function then requires the same issuer, audience and scope of the claims it is handed.
 */
export class OAuthAuthorizer {
  /** Options for every route that Okta calls. */
  readonly routeOptions: {
    readonly authorizer: HttpJwtAuthorizer;
    readonly authorizationScopes: string[];
  };
  readonly #oauth: NonNullable<Settings['oauth']>;

  constructor(oauth: NonNullable<Settings['oauth']>) {
    this.#oauth = oauth;
    this.routeOptions = {
      authorizer: new HttpJwtAuthorizer('OAuth', oauth.issuer, { jwtAudience: [oauth.audience] }),
      authorizationScopes: [oauth.scope],
    };
  }

  /** The function checks the claims of its callers. */
  grantCheck(hook: HookFunction): void {
    hook.setVariable(ENVIRONMENT.oauthIssuer, this.#oauth.issuer);
    hook.setVariable(ENVIRONMENT.oauthAudience, this.#oauth.audience);
    hook.setVariable(ENVIRONMENT.oauthScope, this.#oauth.scope);
  }
}
