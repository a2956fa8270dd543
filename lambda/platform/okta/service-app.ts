import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';
import { singleFlight } from '../single-flight.ts';
import { untilAborted } from '../time-limit.ts';
import { type AccessToken, readAccessToken } from './access-token.ts';
import type { Authorization, AuthorizationHeaders } from './authorization.ts';
import type { OktaCredentials } from './credentials.ts';
import { errorOf } from './error-of.ts';
import { exchange, type HttpAnswer } from './exchange.ts';
import { createProver, demandedNonce } from './proof.ts';

/** How access tokens are asked for. */
export interface ServiceAppOptions {
  /** The org's origin. */
  readonly origin: string;
  /** Such as `okta.users.read`. */
  readonly scopes: readonly string[];
  /** Milliseconds for one request. */
  readonly timeoutMs: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

type ServiceAppCredentials = Extract<OktaCredentials, { readonly kind: 'service app' }>;

/** How long the token endpoint may use an assertion; Okta allows an hour. */
const ASSERTION_SECONDS = 300;
/** A younger token that is refused is not the problem. */
const YOUNGEST_SUSPECT_MS = 30_000;
const MAX_TOKEN_BYTES = 64 * 1024;
const FORM = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Asks as an OAuth service app (client credentials with a private key, RFC 7523). Every request for a token
 * carries a proof of possession: apps that do not demand one answer with a bearer token all the same.
 * https://developer.okta.com/docs/guides/implement-oauth-for-okta-serviceapp/main/
 */
export function createServiceApp(
  credentials: ServiceAppCredentials,
  options: ServiceAppOptions,
): Authorization {
  return new ServiceApp(credentials, options);
}

class ServiceApp implements Authorization {
  readonly #credentials: ServiceAppCredentials;
  readonly #options: ServiceAppOptions;
  readonly #endpoint: URL;
  readonly #prove = createProver();
  readonly #share = singleFlight((signal) => this.#obtain(signal));
  #token: AccessToken | undefined;
  #endpointNonce: string | undefined;
  #resourceNonce: string | undefined;

  constructor(credentials: ServiceAppCredentials, options: ServiceAppOptions) {
    this.#credentials = credentials;
    this.#options = options;
    this.#endpoint = new URL('/oauth2/v1/token', options.origin);
  }

  async headersFor(method: string, url: URL, signal: AbortSignal): Promise<AuthorizationHeaders> {
    const token = await this.#current(signal);
    const authorization = headerOf(token);
    if (token.type === 'Bearer') return { authorization };
    const purpose = { method, url, accessToken: token.value, nonce: this.#resourceNonce };
    return { authorization, dpop: await this.#prove(purpose) };
  }

  canImprove({ status, headers, body }: HttpAnswer, { authorization }: AuthorizationHeaders): boolean {
    const nonce = demandedNonce(headers, body);
    if (nonce !== undefined) {
      this.#resourceNonce = nonce;
      return true;
    }
    if (status !== 401) return false;
    if (!this.#token || authorization !== headerOf(this.#token)) return true;
    if (this.#options.clock() - this.#token.obtainedAt < YOUNGEST_SUSPECT_MS) return false;
    this.#token = undefined;
    return true;
  }

  /** A token outlives the call that needed it first: asking goes on when that call cannot wait any longer. */
  async #current(signal: AbortSignal): Promise<AccessToken> {
    if (this.#token && this.#options.clock() < this.#token.renewAt) return this.#token;
    return untilAborted(signal, () => this.#share(new AbortController().signal));
  }

  async #obtain(signal: AbortSignal): Promise<AccessToken> {
    let answer = await this.#ask(signal);
    const nonce = demandedNonce(answer.headers, answer.body);
    if (nonce !== undefined) {
      this.#endpointNonce = nonce;
      answer = await this.#ask(signal);
    }
    const now = this.#options.clock();
    if (answer.status !== 200) throw errorOf(answer, now);
    this.#token = readAccessToken(answer.body, now);
    return this.#token;
  }

  async #ask(signal: AbortSignal): Promise<HttpAnswer> {
    const url = this.#endpoint;
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: this.#options.scopes.join(' '),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await this.#assertion(),
    });
    const proof = await this.#prove({ method: 'POST', url, nonce: this.#endpointNonce });
    return exchange({
      url,
      method: 'POST',
      headers: { ...FORM, dpop: proof },
      body: form.toString(),
      maxBytes: MAX_TOKEN_BYTES,
      timeoutMs: this.#options.timeoutMs,
      signal,
    });
  }

  #assertion(): Promise<string> {
    const { clientId, signingKey } = this.#credentials;
    const { key, algorithm, keyId } = signingKey;
    return new SignJWT()
      .setProtectedHeader({ alg: algorithm, ...(keyId !== undefined && { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(this.#endpoint.href)
      .setIssuedAt()
      .setExpirationTime(`${ASSERTION_SECONDS} s`)
      .setJti(randomUUID())
      .sign(key);
  }
}

function headerOf({ type, value }: AccessToken): string {
  return `${type} ${value}`;
}
