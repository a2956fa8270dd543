import type { OktaError } from '../lambda/platform/okta/errors.ts';

/** What Okta says about a refusal: for the person at the terminal only, never for a log. */
export const wordsOf = (error: OktaError): string =>
  [error.errorSummary, ...error.errorCauses].filter(Boolean).join(': ') || error.message;
