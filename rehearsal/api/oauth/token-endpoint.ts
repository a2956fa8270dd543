import type { KeyObject } from 'node:crypto';
import { randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose/jwt/verify';
import type { ApiAnswer, ApiRequest } from '../exchange.ts';
import { ProofChecker } from './proof-checker.ts';

/** A service app as the org knows it. */
export interface ServiceApp {
  readonly clientId: string;
  readonly publicKey: KeyObject;
  /** The algorithm of its key, such as `ES256`. */
  readonly algorithm: string;
  /** What it was granted, such as `okta.users.read`. */
  readonly scopes: readonly string[];
}

/** A token that was handed out. */
export interface IssuedToken {
  readonly token: string;
  /** Of the key it is bound to; undefined: a bearer token. */
  readonly thumbprint: string | undefined;
  readonly scopes: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** The request to the token endpoint. */
type TokenRequest = Pick<ApiRequest, 'method' | 'url' | 'headers' | 'body'>;

const FORM_FIELDS = ['client_assertion', 'client_assertion_type', 'grant_type', 'scope'];
/** RFC 7523 section 2.2. */
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/**
 * Okta's token endpoint for one service app, strict about everything a client sends: client credentials with a private
 * key (RFC 7523), proof of possession (RFC 9449), each assertion and proof for one use.
 */
export class TokenEndpoint {
  /** Whether the app requires proof of possession, which new ones do. */
  requiresProof = true;
  /** What proofs must carry at the token endpoint, and at the API (where Okta asks for none). */
  tokenNonce: string | undefined = 'nonce-1';
  apiNonce: string | undefined;
  /** Seconds. */
  expiresIn = 3_600;
  /** In the order of their making; taking one out revokes it. */
  readonly issued: IssuedToken[] = [];
  readonly #origin: string;
  readonly #app: ServiceApp;
  readonly #clock: () => number;
  readonly #proofs = new ProofChecker();

  constructor(origin: string, app: ServiceApp, clock: () => number = Date.now) {
    this.#origin = origin;
    this.#app = app;
    this.#clock = clock;
  }

  /** Answers a request for a token (RFC 6749 sections 5.1, 5.2). */
  async issue(request: TokenRequest): Promise<ApiAnswer> {
    const url = `${this.#origin}/oauth2/v1/token`;
    const form = new URLSearchParams(request.body);
    const scopes = (form.get('scope') ?? '').split(' ');
    if ([...form.keys()].sort().join() !== FORM_FIELDS.join()) return refuse('invalid_request');
    if (form.get('grant_type') !== 'client_credentials') return refuse('unsupported_grant_type');
    if (form.get('client_assertion_type') !== ASSERTION_TYPE) return refuse('invalid_request');
    if (!(await this.#isClient(form.get('client_assertion') ?? '', url)))
      return refuse('invalid_client', 401);
    if (!scopes.every((scope) => this.#app.scopes.includes(scope))) return refuse('invalid_scope');
    const proof = await this.#proofs.read(request, { htm: 'POST', htu: url });
    if (!proof && this.requiresProof) return refuse('invalid_dpop_proof');
    if (this.requiresProof && proof?.nonce !== this.tokenNonce) {
      return { ...refuse('use_dpop_nonce'), headers: { 'dpop-nonce': this.tokenNonce ?? '' } };
    }
    return { status: 200, body: this.#hand(scopes, this.requiresProof ? proof?.thumbprint : undefined) };
  }

  /** The token that a request to the API carries, with its proof if it needs one; undefined: none that counts. */
  async tokenOf({ headers, method, url }: Omit<TokenRequest, 'body'>): Promise<IssuedToken | undefined> {
    const [scheme, value] = (headers.authorization ?? '').split(' ');
    const issued = this.issued.find(({ token }) => token === value);
    if (!issued || this.#clock() >= issued.expiresAt) return undefined;
    const { token, thumbprint } = issued;
    if (!thumbprint) return scheme === 'Bearer' && !headers['dpop'] ? issued : undefined;
    const claims = { htm: method, htu: this.#origin + url.replace(/\?.*/, ''), nonce: this.apiNonce };
    const proof = await this.#proofs.read({ headers }, claims, token);
    return scheme === 'DPoP' && proof?.thumbprint === thumbprint ? issued : undefined;
  }

  #hand(scopes: readonly string[], thumbprint: string | undefined) {
    const token = `token-${randomUUID()}`;
    this.issued.push({ token, thumbprint, scopes, expiresAt: this.#clock() + this.expiresIn * 1_000 });
    return {
      token_type: thumbprint ? 'DPoP' : 'Bearer',
      access_token: token,
      expires_in: this.expiresIn,
      scope: scopes.join(' '),
    };
  }

  async #isClient(assertion: string, audience: string): Promise<boolean> {
    const { clientId, publicKey, algorithm } = this.#app;
    try {
      const { payload } = await jwtVerify(assertion, publicKey, {
        algorithms: [algorithm],
        issuer: clientId,
        subject: clientId,
        audience,
        maxTokenAge: '1 h',
        requiredClaims: ['exp', 'jti'],
      });
      return this.#proofs.isNew(payload.jti);
    } catch {
      return false;
    }
  }
}

function refuse(error: string, status = 400): ApiAnswer {
  return { status, body: { error, error_description: `The stand-in refuses: ${error}.` } };
}
