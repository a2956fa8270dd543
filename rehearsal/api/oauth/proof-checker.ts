import { createHash } from 'node:crypto';
import { EmbeddedJWK } from 'jose/jwk/embedded';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import { jwtVerify } from 'jose/jwt/verify';
import type { ApiRequest } from '../exchange.ts';

/** A proof of possession that holds. */
export interface Proof {
  /** Of the key that signed it (RFC 7638). */
  readonly thumbprint: string;
  readonly nonce: unknown;
}

/** Checks proofs of possession (RFC 9449 section 4.3); one that was seen before is none. */
export class ProofChecker {
  readonly #seen = new Set<string>();

  /** The proof of a request, if it has one for these claims and, at the API, for this token. */
  async read(
    { headers }: Pick<ApiRequest, 'headers'>,
    claims: Readonly<Record<string, unknown>>,
    token?: string,
  ): Promise<Proof | undefined> {
    const ath = token && createHash('sha256').update(token).digest('base64url');
    try {
      const { payload, protectedHeader } = await jwtVerify(String(headers['dpop']), EmbeddedJWK, {
        typ: 'dpop+jwt',
        maxTokenAge: '1 minute',
      });
      const { jwk = {} } = protectedHeader;
      const isFor = Object.entries({ ...claims, ath }).every(([name, value]) => payload[name] === value);
      if (!isFor || 'd' in jwk || !this.isNew(payload.jti)) return undefined;
      return { thumbprint: await calculateJwkThumbprint(jwk), nonce: payload['nonce'] };
    } catch {
      return undefined;
    }
  }

  /** Whether an id is seen for the first time. */
  isNew(jti: unknown): boolean {
    if (typeof jti !== 'string' || this.#seen.has(jti)) return false;
    this.#seen.add(jti);
    return true;
  }
}
