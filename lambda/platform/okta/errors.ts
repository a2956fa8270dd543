import type { RateLimit } from './rate-limit.ts';

/** What is known of an answer that is an error. */
export interface OktaErrorFacts {
  readonly status: number;
  /** Okta's code, such as `E0000007`, or that of RFC 6749 from the token endpoint, such as `invalid_client`. */
  readonly errorCode: string | undefined;
  /** Okta's id of this one error, which their support asks for. */
  readonly errorId: string | undefined;
  readonly errorSummary: string | undefined;
  readonly errorCauses: readonly string[];
  readonly rateLimit: RateLimit | undefined;
}

/**
 * Okta answered with an error. The texts may name people, so they are kept apart: neither the message nor
 * anything that prints or serialises the error shows them, only who asks for `errorSummary` gets it.
 */
export class OktaError extends Error {
  override readonly name = 'OktaError';
  readonly code = 'ERR_OKTA';
  readonly status: number;
  readonly errorCode: string | undefined;
  readonly errorId: string | undefined;
  readonly rateLimit: RateLimit | undefined;
  readonly #errorSummary: string | undefined;
  readonly #errorCauses: readonly string[];

  constructor({ status, errorCode, errorId, errorSummary, errorCauses, rateLimit }: OktaErrorFacts) {
    super(`Okta answered ${status}${errorCode ? ` (${errorCode})` : ''}`);
    this.status = status;
    this.errorCode = errorCode;
    this.errorId = errorId;
    this.rateLimit = rateLimit;
    this.#errorSummary = errorSummary;
    this.#errorCauses = errorCauses;
  }

  /** Whether it is the token endpoint's (RFC 6749 section 5.2), so that the request itself was never made. */
  get isOfTokenEndpoint(): boolean {
    return /^[a-z]/.test(this.errorCode ?? '');
  }

  /** Okta's explanation, for the person at the terminal only: never for a log. */
  get errorSummary(): string | undefined {
    return this.#errorSummary;
  }

  /** Okta's explanations of the single faults, for the person at the terminal only: never for a log. */
  get errorCauses(): readonly string[] {
    return this.#errorCauses;
  }
}

/** No answer, or only a part of one: too late, refused, cut, no such host, a certificate nobody trusts. */
export class OktaUnreachable extends Error {
  override readonly name = 'OktaUnreachable';
  readonly code = 'ERR_OKTA_UNREACHABLE';
  readonly reason: 'timeout' | 'connection';
  /** The code of the system or of TLS, such as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly systemCode: string | undefined;

  constructor(reason: 'timeout' | 'connection', systemCode?: string) {
    super(`no answer from Okta: ${systemCode ?? reason}`);
    this.reason = reason;
    this.systemCode = systemCode;
  }
}

/** What makes an answer one that Okta would not give. */
export type AnswerFault =
  | 'redirect'
  | 'too large'
  | 'not JSON'
  | 'not a list'
  | 'not a hook'
  | 'not a user'
  | 'not a group'
  | 'no link'
  | 'not a token'
  | 'foreign link';

/** An answer that cannot be Okta's: a proxy, a sign-in page, somebody else. */
export class OktaAnswerInvalid extends Error {
  override readonly name = 'OktaAnswerInvalid';
  readonly code = 'ERR_OKTA_ANSWER_INVALID';
  readonly reason: AnswerFault;

  constructor(reason: AnswerFault) {
    super(`the answer is not Okta's: ${reason}`);
    this.reason = reason;
  }
}

/** The credentials for Okta cannot be read or used; `expected` says what is missing and carries no value. */
export class OktaCredentialsUnusable extends Error {
  override readonly name = 'OktaCredentialsUnusable';
  readonly code = 'ERR_OKTA_CREDENTIALS';

  constructor(expected: string) {
    super(`Okta credentials: expected ${expected}`);
  }
}
