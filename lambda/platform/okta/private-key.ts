import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { OktaCredentialsUnusable } from './errors.ts';

/** A key that signs, with the algorithm of RFC 7518 section 3.1 that goes with it. */
export interface SigningKey {
  readonly key: KeyObject;
  readonly algorithm: string;
  /** The name under which Okta knows the public key. */
  readonly keyId: string | undefined;
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};
/** NIST SP 800-131A; Okta refuses smaller ones too. */
const SMALLEST_RSA_BITS = 2048;

/**
 * Reads a private key: PEM text (PKCS #8, PKCS #1 or SEC 1), or a JWK as an object or its JSON text. RSA keys
 * sign with RS256, the others with the algorithm of their curve.
 *
 * @throws OktaCredentialsUnusable when it is neither, encrypted, or a key of another kind
 */
export function readSigningKey(privateKey: unknown, keyId?: string): SigningKey {
  const key = readKey(privateKey);
  const { namedCurve = '', modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
  const isRsa = key.asymmetricKeyType === 'rsa' && modulusLength >= SMALLEST_RSA_BITS;
  const algorithm = isRsa ? 'RS256' : CURVES[namedCurve];
  if (!algorithm)
    throw new OktaCredentialsUnusable('privateKey to be RSA of 2048 bits or more, or of a P curve');
  const { kid } = Object(parseJwk(privateKey)) as { readonly kid?: unknown };
  return { key, algorithm, keyId: keyId ?? (typeof kid === 'string' ? kid : undefined) };
}

function readKey(privateKey: unknown): KeyObject {
  try {
    const jwk = parseJwk(privateKey);
    if (jwk) return createPrivateKey({ key: jwk, format: 'jwk' });
    return createPrivateKey(String(privateKey));
  } catch {
    throw new OktaCredentialsUnusable('privateKey to be a private key in PEM or a JWK');
  }
}

function parseJwk(privateKey: unknown): JsonWebKey | undefined {
  if (typeof privateKey === 'object' && privateKey !== null) return { ...privateKey };
  const text = String(privateKey).trim();
  return text.startsWith('{') ? { ...JSON.parse(text) } : undefined;
}
