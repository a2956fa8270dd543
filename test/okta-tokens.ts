import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { EmbeddedJWK } from 'jose/jwk/embedded';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { jwtVerify } from 'jose/jwt/verify';
import type { Arrival, Behaviour } from './okta-server.ts';

const CLIENT_ID = '0oa1serviceapp';
const FORM_FIELDS = ['client_assertion', 'client_assertion_type', 'grant_type', 'scope'];

/** Okta's token endpoint with one service app, strict about everything a client sends. */
export class TokenEndpoint {
  readonly clientId = CLIENT_ID;
  readonly privateKey: KeyObject;
  /** Whether the app requires proof of possession, which new ones do. */
  requiresProof = true;
  /** What proofs must carry at the token endpoint, and at the API (where Okta asks for none). */
  tokenNonce: string | undefined = 'nonce-1';
  apiNonce: string | undefined;
  expiresIn = 3_600;
  readonly issued: { readonly token: string; readonly thumbprint: string | undefined }[] = [];
  readonly #origin: string;
  readonly #publicKey: KeyObject;
  readonly #algorithm: string;
  readonly #seen = new Set<string>();

  constructor(origin: string, algorithm: 'RS256' | 'ES256' | 'ES384' = 'ES256') {
    const { privateKey, publicKey } =
      algorithm === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ec', { namedCurve: algorithm === 'ES256' ? 'P-256' : 'P-384' });
    this.#origin = origin;
    this.#algorithm = algorithm;
    this.privateKey = privateKey;
    this.#publicKey = publicKey;
  }

  /** Answers a request for a token. */
  async issue(arrival: Arrival): Promise<Behaviour> {
    const url = `${this.#origin}/oauth2/v1/token`;
    const form = new URLSearchParams(arrival.body);
    if ([...form.keys()].sort().join() !== FORM_FIELDS.join()) return refuse('invalid_request');
    if (form.get('grant_type') !== 'client_credentials') return refuse('unsupported_grant_type');
    if (form.get('scope') !== 'okta.users.read okta.logs.read') return refuse('invalid_scope');
    if (!(await this.#isClient(form.get('client_assertion') ?? '', url)))
      return refuse('invalid_client', 401);
    const thumbprint = await this.#thumbprintOf(arrival, { htm: 'POST', htu: url });
    if (!thumbprint && this.requiresProof) return refuse('invalid_dpop_proof');
    if (this.requiresProof && this.#nonceOf(arrival) !== this.tokenNonce) {
      const challenge = refuse('use_dpop_nonce');
      return { ...challenge, headers: { 'dpop-nonce': this.tokenNonce ?? '' } };
    }
    const token = `token-${randomUUID()}`;
    this.issued.push({ token, thumbprint: this.requiresProof ? thumbprint : undefined });
    const token_type = this.requiresProof ? 'DPoP' : 'Bearer';
    return {
      body: { token_type, access_token: token, expires_in: this.expiresIn, scope: form.get('scope') },
    };
  }

  /** Whether a request to the API carries the newest token, with its proof if it needs one. */
  async admits(arrival: Arrival): Promise<boolean> {
    const { token, thumbprint } = this.issued.at(-1) ?? {};
    if (!thumbprint) return arrival.headers.authorization === `Bearer ${token}` && !arrival.headers['dpop'];
    const { method, url } = arrival;
    const ath = createHash('sha256').update(`${token}`).digest('base64url');
    const claims = { htm: method, htu: this.#origin + url.replace(/\?.*/, ''), ath, nonce: this.apiNonce };
    return (
      arrival.headers.authorization === `DPoP ${token}` &&
      (await this.#thumbprintOf(arrival, claims)) === thumbprint
    );
  }

  async #isClient(assertion: string, audience: string): Promise<boolean> {
    try {
      const { payload } = await jwtVerify(assertion, this.#publicKey, {
        algorithms: [this.#algorithm],
        issuer: CLIENT_ID,
        subject: CLIENT_ID,
        audience,
        maxTokenAge: '1 h',
        requiredClaims: ['exp', 'jti'],
      });
      return this.#isNew(payload.jti);
    } catch {
      return false;
    }
  }

  /** Of the key that signed the proof, if that is one for these claims and is seen for the first time. */
  async #thumbprintOf({ headers }: Arrival, claims: object): Promise<string | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(String(headers['dpop']), EmbeddedJWK, {
        typ: 'dpop+jwt',
        maxTokenAge: '1 minute',
      });
      const { jwk = {} } = protectedHeader;
      const isFor = Object.entries(claims).every(([name, value]) => payload[name] === value);
      if (!isFor || 'd' in jwk || !this.#isNew(payload.jti)) return undefined;
      return await calculateJwkThumbprint(jwk);
    } catch {
      return undefined;
    }
  }

  #nonceOf({ headers }: Arrival): unknown {
    const [, payload = ''] = String(headers['dpop']).split('.');
    return JSON.parse(Buffer.from(payload, 'base64url').toString()).nonce;
  }

  #isNew(jti: unknown): boolean {
    if (typeof jti !== 'string' || this.#seen.has(jti)) return false;
    this.#seen.add(jti);
    return true;
  }
}

function refuse(error: string, status = 400) {
  return { status, body: { error, error_description: `canary: ${error}` } };
}
