import { randomBytes } from 'node:crypto';
import type { ApiAnswer } from './exchange.ts';

/**
 * A refusal in Okta's form. The texts go to the caller, who asked about the people they may name, and nowhere else.
 *
 * Source: Okta, "Okta error codes and descriptions".
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code = 'ERR_API';
  readonly status: number;
  readonly errorCode: string;
  readonly #summary: string;
  readonly #causes: readonly string[];
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    errorCode: string,
    summary: string,
    { causes = [], headers = {} }: { causes?: readonly string[]; headers?: Record<string, string> } = {},
  ) {
    super(`refused: ${status} ${errorCode}`);
    this.status = status;
    this.errorCode = errorCode;
    this.#summary = summary;
    this.#causes = causes;
    this.#headers = headers;
  }

  toAnswer(): ApiAnswer {
    const body = {
      errorCode: this.errorCode,
      errorSummary: this.#summary,
      errorLink: this.errorCode,
      errorId: `oae${randomBytes(17).toString('base64url')}`,
      errorCauses: this.#causes.map((errorSummary) => ({ errorSummary })),
    };
    return { status: this.status, headers: this.#headers, body };
  }
}

/** 400: the request breaks a rule of Okta's; `field` is what Okta names in the summary. */
export const invalid = (field: string, ...causes: string[]) =>
  new ApiError(400, 'E0000001', `Api validation failed: ${field}`, { causes });

/** 404: there is no such thing; `kind` is Okta's name for it, such as `User`. */
export const notFound = (id: string, kind: string) =>
  new ApiError(404, 'E0000007', `Not found: Resource not found: ${id} (${kind})`);

/** 400: the body is no JSON, or not of the form that is asked for. */
export const notWellFormed = () => new ApiError(400, 'E0000003', 'The request body was not well-formed.');

/** 404: the stand-in knows no such path. */
export const noSuchPath = () => new ApiError(404, 'E0000008', 'The requested path was not found');

/** 405: the path takes no such method. */
export const noSuchMethod = () =>
  new ApiError(405, 'E0000022', 'The endpoint does not support the provided HTTP method');

/** 415: the body must be JSON, and the answer is. */
export const notJson = () =>
  new ApiError(
    415,
    'E0000021',
    'Bad request. Accept and/or Content-Type headers likely do not match supported values.',
  );

/** 401: this name and password do not belong together; which of the two is wrong is not said. */
export const authenticationFailed = () => new ApiError(401, 'E0000004', 'Authentication failed');

/** 403: nobody says who asks. */
export const noSession = () => new ApiError(403, 'E0000005', 'Invalid session');

/** 401: the token is unknown, or has expired. */
export const invalidToken = (headers: Record<string, string> = {}) =>
  new ApiError(401, 'E0000011', 'Invalid token provided', { headers });

/** 403: who asks may not do that, for the reasons in `causes`. */
export const accessDenied = (
  details: { causes?: readonly string[]; headers?: Record<string, string> } = {},
) => new ApiError(403, 'E0000006', 'You do not have permission to perform the requested action', details);

/** 403: Okta deletes a hook only when it is inactive. */
export const stillActive = () => accessDenied({ causes: ['the hook must be INACTIVE to be deleted'] });

/** 400: the filter is not one of those that the endpoint takes. */
export const invalidSearch = () => new ApiError(400, 'E0000031', 'Invalid search criteria.');

/** 403: the user's status does not allow it (Okta, "User lifecycle"). */
export const notInThisStatus = () =>
  new ApiError(403, 'E0000038', "This operation is not allowed in the user's current status.");

/** 500: the stand-in itself is wrong. */
export const serverFault = () => new ApiError(500, 'E0000009', 'Internal Server Error');
