import type { HttpAnswer } from './exchange.ts';

/** Headers that prove who asks. */
export interface AuthorizationHeaders extends Readonly<Record<string, string>> {
  readonly authorization: string;
}

/** Proof of who asks, on every request. */
export interface Authorization {
  /**
   * The headers that go with one request.
   *
   * @throws OktaError when the token endpoint refuses; OktaUnreachable and OktaAnswerInvalid as for any request
   */
  headersFor(method: string, url: URL, signal: AbortSignal): Promise<AuthorizationHeaders>;
  /** Whether Okta, which gave this answer to these headers, may say something else to new ones. */
  canImprove(answer: HttpAnswer, sent: AuthorizationHeaders): boolean;
}
