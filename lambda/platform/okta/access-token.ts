import { OktaAnswerInvalid } from './errors.ts';

/** An access token of a service app (RFC 6749 section 5.1). */
export interface AccessToken {
  readonly value: string;
  /** `DPoP`: bound to our key, every request needs a proof. */
  readonly type: 'Bearer' | 'DPoP';
  /** Milliseconds since the epoch. */
  readonly obtainedAt: number;
  /** When to ask for the next one: a tenth of its time before it expires. */
  readonly renewAt: number;
}

const TYPES = ['Bearer', 'DPoP'] as const;
/** Whatever the answer says, a token is asked for anew each day. */
const LONGEST_SECONDS = 86_400;
/** RFC 6750 section 2.1. */
const TOKEN = /^[\w.~+/-]+=*$/;

/**
 * Reads the token endpoint's answer.
 *
 * @throws OktaAnswerInvalid when it holds no token that we know how to use
 */
export function readAccessToken(body: unknown, now: number): AccessToken {
  const { access_token, token_type, expires_in } = Object(body) as Readonly<Record<string, unknown>>;
  const said = typeof token_type === 'string' ? token_type.toLowerCase() : undefined;
  const type = TYPES.find((name) => name.toLowerCase() === said);
  const isUsable = typeof access_token === 'string' && TOKEN.test(access_token);
  if (!type || !isUsable || !(typeof expires_in === 'number' && expires_in > 0)) {
    throw new OktaAnswerInvalid('not a token');
  }
  const renewAt = now + Math.min(expires_in, LONGEST_SECONDS) * 900;
  return { value: access_token, type, obtainedAt: now, renewAt };
}
