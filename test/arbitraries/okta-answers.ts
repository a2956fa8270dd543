import fc from 'fast-check';
import type { Behaviour } from '../okta-server.ts';

/** An answer about one login, and what it says about the login's holder. */
export interface Told {
  readonly behaviour: Behaviour;
  readonly means: 'free' | 'taken' | 'unknown';
}

const id = fc.stringMatching(/^00u[a-zA-Z0-9]{17}$/);

const taken = id.map((found): Told => ({ behaviour: { body: { id: found } }, means: 'taken' }));
const free = fc.constant<Told>({
  behaviour: { status: 404, body: { errorCode: 'E0000007' } },
  means: 'free',
});
/** Says neither; Okta is there all the same. */
const vague = fc
  .constantFrom<Behaviour>(
    { body: {} },
    { body: { id: 7 } },
    { body: { id: '' } },
    { body: [] },
    { body: 'null' },
    { status: 204 },
    { status: 400, body: { errorCode: 'E0000001' } },
    { status: 403, body: { errorCode: 'E0000006' } },
    { status: 404, body: { errorCode: 'E0000008' } },
  )
  .map((behaviour): Told => ({ behaviour, means: 'unknown' }));

/** What Okta may say about a login. */
export const told = fc.oneof(taken, free, vague);

/** What Okta would not say, or not now. */
export const noAnswer = fc.constantFrom<Behaviour>(
  'hang up',
  'half an answer',
  { status: 302, headers: { location: 'https://example.com/' } },
  { status: 401, body: { errorCode: 'E0000011' } },
  { status: 404, body: '<html>not found</html>' },
  { status: 429, body: { errorCode: 'E0000047' }, headers: { 'x-rate-limit-reset': '99999999999' } },
  { status: 500, body: { errorCode: 'E0000009' } },
  { status: 503 },
  { body: '<html>sign in</html>' },
  { body: '{"id":"00u' },
);
