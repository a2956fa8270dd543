import { OktaError } from './errors.ts';
import type { HttpAnswer } from './exchange.ts';
import { readRateLimit } from './rate-limit.ts';

/** Okta's own codes, and those of RFC 6749 section 5.2; anything else a server says is not repeated. */
const CODE = /^(E\d{7}|[a-z]{1,30}(_[a-z]{1,30}){1,4})$/;
const ID = /^[\w-]{1,64}$/;

/** The error that an answer stands for, in Okta's form or in that of the token endpoint. */
export function errorOf({ status, headers, body }: HttpAnswer, now: number): OktaError {
  const { errorCode, errorId, errorSummary, errorCauses, error, error_description } = Object(
    body,
  ) as Readonly<Record<string, unknown>>;
  return new OktaError({
    status,
    errorCode: matching(errorCode, CODE) ?? matching(error, CODE),
    errorId: matching(errorId, ID),
    errorSummary: textOf(errorSummary) ?? textOf(error_description),
    errorCauses: Array.isArray(errorCauses)
      ? errorCauses.flatMap((cause) => textOf(Object(cause)['errorSummary']) ?? [])
      : [],
    rateLimit: readRateLimit(headers, now),
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}
