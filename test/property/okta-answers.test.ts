import { describe, expect, it } from '@jest/globals';
import { readAccessToken } from '../../lambda/platform/okta/access-token.ts';
import { readOktaCredentials } from '../../lambda/platform/okta/credentials.ts';
import { errorOf } from '../../lambda/platform/okta/error-of.ts';
import { OktaAnswerInvalid, OktaCredentialsUnusable, OktaError } from '../../lambda/platform/okta/errors.ts';
import { nextPage } from '../../lambda/platform/okta/paging.ts';
import { demandedNonce } from '../../lambda/platform/okta/proof.ts';
import { readRateLimit } from '../../lambda/platform/okta/rate-limit.ts';
import { pauseBeforeRetry } from '../../lambda/platform/okta/retry.ts';
import { readLiveHook } from '../../lambda/registration/live-hook.ts';
import {
  CANARY,
  credentialsSecret,
  errorBody,
  hookBody,
  linkHeader,
  rateLimitHeaders,
  sound,
  tokenBody,
} from '../arbitraries/okta-bodies.ts';
import { fc } from '../fuzz.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const CURRENT = new URL('https://example.okta.com/api/v1/users?limit=200');
/** What comes of reading, if what it throws is of this class; a text of the error must not hold the canary. */
function readOr<Result>(refusal: new (...details: never[]) => Error, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(refusal);
    expect(String(error)).not.toContain(CANARY);
    return undefined;
  }
}

describe('the next page', () => {
  it('whatever a Link header says, is of the same origin, or the answer is none', () => {
    fc.assert(
      fc.property(linkHeader, sound.link, (anything, { header, next: wanted }) => {
        const follow = (link: string) => {
          const next = readOr(OktaAnswerInvalid, () => nextPage(link, CURRENT));
          if (next === undefined) return undefined;
          expect(new URL(CURRENT.origin + next).origin).toBe(CURRENT.origin);
          expect(next).toMatch(/^\//);
          return next;
        };
        follow(anything);
        expect(follow(header)).toBe(wanted);
      }),
      { numRuns: 80 },
    );
  });
});

describe('a rate limit', () => {
  it('is three finite numbers or none, and never makes a pause that is none', () => {
    const figures = (texts: Readonly<Record<string, string>>) => {
      const headers = new Headers(texts);
      const error = errorOf({ status: 429, headers, body: undefined }, NOW);
      expect(pauseBeforeRetry(error, { method: 'GET', attempt: 0, now: NOW })).toBeGreaterThan(0);
      const read = Object.values(readRateLimit(headers, NOW) ?? {});
      expect(read.every(Number.isFinite)).toBe(true);
      return read.length;
    };
    fc.assert(
      fc.property(rateLimitHeaders, sound.rateLimitHeaders, (anything, ofOkta) => {
        figures(anything);
        expect(figures(ofOkta)).toBe(3);
      }),
    );
  });
});

describe('an error of Okta', () => {
  it('is one whatever its body, and its text is made of nothing that was not checked', () => {
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), errorBody, (status, answer) => {
        const error = errorOf({ status, headers: new Headers(), body: answer }, NOW);
        expect(error).toBeInstanceOf(OktaError);
        expect(error.message).toMatch(/^Okta answered \d{3}( \((E\d{7}|[a-z_]{3,})\))?$/);
        expect(JSON.stringify(error)).not.toContain(`"${CANARY}"`);
        expect(error.errorCauses.every((cause) => typeof cause === 'string')).toBe(true);
        expect(['string', 'undefined']).toContain(typeof demandedNonce(new Headers(), answer));
      }),
      { numRuns: 100 },
    );
  });
});

describe('an access token', () => {
  it('fits into a header and ends, or is none', () => {
    fc.assert(
      fc.property(tokenBody, sound.tokenBody, (anything, ofOkta) => {
        for (const answer of [anything, ofOkta]) {
          const token = readOr(OktaAnswerInvalid, () => readAccessToken(answer, NOW));
          if (answer === ofOkta) expect(token).toMatchObject({ value: ofOkta.access_token });
          if (!token) continue;
          expect(() => new Headers({ authorization: `${token.type} ${token.value}` })).not.toThrow();
          expect(token.renewAt).toBeGreaterThanOrEqual(NOW);
          expect(Number.isFinite(token.renewAt)).toBe(true);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('credentials for Okta', () => {
  it('are usable, or it is said what was expected', () => {
    fc.assert(
      fc.property(credentialsSecret, sound.credentialsSecret, (anything, usable) => {
        for (const found of [anything, usable]) {
          const read = readOr(OktaCredentialsUnusable, () => readOktaCredentials(found));
          if (found === usable) expect(read?.kind).toBe('apiToken' in usable ? 'api token' : 'service app');
          if (read?.kind === 'api token') expect(read.apiToken).toMatch(/^[\x21-\x7e]+$/);
          if (read?.kind === 'service app') expect(read.signingKey.algorithm).toBe('ES256');
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('a hook as Okta lists it', () => {
  it('is read or is none', () => {
    fc.assert(
      fc.property(hookBody, sound.hookBody, (anything, ofOkta) => {
        for (const body of [anything, ofOkta]) {
          const read = readOr(OktaAnswerInvalid, () => readLiveHook(body));
          if (read) expect(typeof read.auth.kind).toBe('string');
          if (body !== ofOkta) continue;
          expect(read).toMatchObject({ id: ofOkta.id, uri: ofOkta.channel.config.uri });
          expect(['header', 'none', 'oauth']).toContain(read?.auth.kind);
        }
      }),
      { numRuns: 100 },
    );
  });
});
