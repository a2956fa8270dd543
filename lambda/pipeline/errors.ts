import type { Counts, Facts } from './call.ts';

/**
 * A call that is refused for a known cause. `code` is stable and goes to the log; `message` goes to the
 * caller. Neither the message nor the error itself ever carries a value of the call, and there is no cause:
 * causes hold bodies and headers.
 */
export abstract class HookError extends Error {
  abstract readonly code: string;
  abstract readonly statusCode: number;
  readonly counts: Counts = {};
}

/** 400: the challenge of a verification is missing, too long, or not printable. */
export class ChallengeInvalid extends HookError {
  override readonly name = 'ChallengeInvalid';
  readonly code = 'ERR_CHALLENGE_INVALID';
  readonly statusCode = 400;

  constructor(header: string) {
    super(`${header}: expected 1 to 512 printable characters`);
  }
}

/** 403: the address the call came from is not on the list. */
export class SourceNotAllowed extends HookError {
  override readonly name = 'SourceNotAllowed';
  readonly code = 'ERR_SOURCE_NOT_ALLOWED';
  readonly statusCode = 403;

  constructor() {
    super('forbidden');
  }
}

/** 401: the secret or the token is missing or wrong; the answer does not say which. */
export class NotAuthenticated extends HookError {
  override readonly name = 'NotAuthenticated';
  readonly code = 'ERR_NOT_AUTHENTICATED';
  readonly statusCode = 401;

  constructor() {
    super('unauthorized');
  }
}

/** 413: the decoded body has too many bytes. */
export class BodyTooLarge extends HookError {
  override readonly name = 'BodyTooLarge';
  readonly code = 'ERR_BODY_TOO_LARGE';
  readonly statusCode = 413;

  constructor(limit: number) {
    super(`the body is larger than ${limit} bytes`);
  }
}

/** 415: the body is not announced as JSON. */
export class ContentTypeNotJson extends HookError {
  override readonly name = 'ContentTypeNotJson';
  readonly code = 'ERR_CONTENT_TYPE_NOT_JSON';
  readonly statusCode = 415;

  constructor() {
    super('the content type must be application/json');
  }
}

/** 400: the body is absent, not base64 where it should be, not UTF-8, not JSON, or has a forbidden key. */
export class BodyNotJson extends HookError {
  override readonly name = 'BodyNotJson';
  readonly code = 'ERR_BODY_NOT_JSON';
  readonly statusCode = 400;

  constructor(expected: string) {
    super(`$: expected ${expected}`);
  }
}

/** 400: the JSON is not a call of this hook. `path` is a JSON path, `expected` comes from the contract. */
export class RequestInvalid extends HookError {
  override readonly name = 'RequestInvalid';
  readonly code = 'ERR_REQUEST_INVALID';
  readonly statusCode = 400;

  constructor(path: string, expected: string) {
    super(`${path}: expected ${expected}`);
  }
}

/** 503: the hook secret could not be read, so nobody can be authenticated. Okta retries once. */
export class SecretUnreadable extends HookError {
  override readonly name = 'SecretUnreadable';
  readonly code = 'ERR_SECRET_UNREADABLE';
  readonly statusCode = 503;
  override readonly counts: Counts = { SecretUnreadable: 1 };

  constructor() {
    super('temporarily unavailable');
  }
}

/** 503: the time was up before the caller was authenticated. Okta retries once. */
export class OutOfTime extends HookError {
  override readonly name = 'OutOfTime';
  readonly code = 'ERR_OUT_OF_TIME';
  readonly statusCode = 503;

  constructor() {
    super('temporarily unavailable');
  }
}

/**
 * 503: a decider cannot say yes or no, which is never answered as a no. `reason` is a fixed word of the
 * decider (`timeout`, `throttled`), `counts` counts each reason apart, `facts` go to the log. Okta retries once.
 */
export class Undecidable extends HookError {
  override readonly name = 'Undecidable';
  readonly code = 'ERR_UNDECIDABLE';
  readonly statusCode = 503;
  readonly reason: string;
  override readonly counts: Counts;
  readonly facts: Facts;

  constructor(reason: string, counts: Counts = {}, facts: Facts = {}) {
    super('temporarily unavailable');
    this.reason = reason;
    this.counts = counts;
    this.facts = facts;
  }
}
