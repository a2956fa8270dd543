import { ChallengeInvalid } from './errors.ts';
import type { Middleware } from './exchange.ts';

/** The header in which Okta sends the challenge of a verification. */
const CHALLENGE_HEADER = 'x-okta-verification-challenge';

/** Printable characters of US-ASCII, no more than 512: nothing that ends a line or needs another encoding. */
const CHALLENGE = /^[\x20-\x7e]{1,512}$/;

/**
 * Answers the GET by which Okta verifies, once, that an event hook's address is its owner's: the challenge goes back,
 * as JSON. It proves nothing about the caller and tells nothing; everything that is no GET goes on to `authenticate`.
 *
 * Source: Okta, "Event hooks", one-time verification request.
 */
export function answerVerification(): Middleware {
  return {
    before: ({ event: { http } }) => {
      if (http.method !== 'GET') return undefined;
      const verification = http.headers.get(CHALLENGE_HEADER) ?? '';
      if (!CHALLENGE.test(verification)) throw new ChallengeInvalid(CHALLENGE_HEADER);
      const body = JSON.stringify({ verification });
      // returned from `before`, it ends the chain: nobody is authenticated, and the handler never runs
      return { statusCode: 200, body, facts: { outcome: 'verification' }, counts: {} };
    },
  };
}
