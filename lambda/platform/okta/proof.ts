import { createHash, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose/jwt/sign';

/** What a proof is for. */
export interface ProofPurpose {
  readonly method: string;
  readonly url: URL;
  /** The token that goes with it, except when one is being asked for. */
  readonly accessToken?: string;
  /** What the server wants to see in it. */
  readonly nonce?: string | undefined;
}

/** Signs that we hold the key that our access tokens are bound to. */
export type Prove = (purpose: ProofPurpose) => Promise<string>;

/**
 * Proofs of possession (DPoP, RFC 9449 section 4.2) with a key that never leaves this process. Okta demands
 * them of service apps unless that is switched off in the app.
 */
export function createProver(): Prove {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicJwk(publicKey);
  return ({ method, url, accessToken, nonce }) =>
    new SignJWT({
      htm: method,
      htu: url.origin + url.pathname,
      ...(accessToken && { ath: createHash('sha256').update(accessToken).digest('base64url') }),
      ...(nonce && { nonce }),
    })
      .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
      .setIssuedAt()
      .setJti(randomUUID())
      .sign(privateKey);
}

function publicJwk(publicKey: KeyObject) {
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { kty, crv, x, y };
}

/** The nonce a server asks to be put into the next proof, if that is why it refused (RFC 9449 sections 8, 9). */
export function demandedNonce(headers: Headers, body: unknown): string | undefined {
  const { error } = Object(body) as { readonly error?: unknown };
  const challenge = headers.get('www-authenticate') ?? '';
  const isDemanded = error === 'use_dpop_nonce' || /\berror="use_dpop_nonce"/.test(challenge);
  return isDemanded ? (headers.get('dpop-nonce') ?? undefined) : undefined;
}
