import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import type { Behaviour } from '../okta-server.ts';
import { anyJson, near } from './json.ts';

/** In what must not be quoted. */
export const CANARY = 'sw0rdfish';

const OKTA = 'https://example.okta.com';

/** Text that a header may carry. */
const headerText = fc.stringMatching(/^[\x21-\x7e]([\x20-\x7e]{0,60}[\x21-\x7e])?$/);

const linkTarget = fc.oneof(
  headerText,
  fc.webUrl(),
  fc.constantFrom(
    ...[
      '',
      '/api/v1/users?after=1',
      '?after=1',
      '//evil.example/x',
      'https://example.okta.com@evil.example/',
    ],
    ...[
      'https://example.okta.com:444/',
      'http://example.okta.com/',
      'javascript:alert(1)',
      '\\\\evil.example',
    ],
    ...['https://a:b@example.okta.com/', 'https://EXAMPLE.okta.com/api?x', 'https://example.okta.com./'],
  ),
);
const linkParameters = fc.constantFrom(
  ...['; rel="next"', ';rel=next', '; rel="self"', '; rel="x NEXT"', '', '; title=","; rel=next'],
);

/** A `Link` header that may point anywhere, or none. */
export const linkHeader = fc.oneof(
  fc
    .array(fc.tuple(linkTarget, linkParameters), { maxLength: 4 })
    .map((links) => links.map(([target, parameters]) => `<${target}>${parameters}`).join(', ')),
  headerText,
);

const count = fc.oneof(
  headerText,
  fc.nat({ max: 2_000_000_000 }).map(String),
  fc.constantFrom('', '-1', '1e9', '0x10', '999999999999', '9'.repeat(40), 'NaN', 'Infinity', '6, 6'),
);

/** The headers of a rate limit, which may hold anything. */
export const rateLimitHeaders = fc.record({
  'x-rate-limit-limit': count,
  'x-rate-limit-remaining': count,
  'x-rate-limit-reset': count,
  date: fc.oneof(headerText, fc.constantFrom('Fri, 20 Nov 2026 12:00:00 GMT', '', '0', '+275760-09-13')),
});

/** The body of an error, in Okta's form, that of the token endpoint, or another. */
export const errorBody = near({
  errorCode: fc.constantFrom('E0000007', `E0000007 ${CANARY}`, CANARY.toUpperCase()),
  errorId: fc.constantFrom('oae-_1', CANARY.repeat(20)),
  errorSummary: fc.constant(CANARY),
  errorCauses: fc.array(near({ errorSummary: fc.constant(CANARY) })),
  error: fc.constantFrom('invalid_client', 'use_dpop_nonce', `no ${CANARY}`),
  error_description: fc.constant(CANARY),
});

/** What a token endpoint may answer. */
export const tokenBody = near({
  access_token: fc.constantFrom('eyJ.a-b_c.d~', `eyJ\n${CANARY}`, `${CANARY} x`, ''),
  token_type: fc.constantFrom('Bearer', 'bearer', 'DPoP', 'MAC', ''),
  expires_in: fc.constantFrom(3600, 0, -1, 1e-300, Number.POSITIVE_INFINITY, '3600'),
});

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwk = privateKey.export({ format: 'jwk' });

/** The JSON of a secret with credentials for Okta, in which anything may be. */
export const credentialsSecret = near({
  apiToken: fc.constantFrom('00token', `${CANARY}\n`, ''),
  clientId: fc.constantFrom('0oa1', `0oa ${CANARY}`),
  privateKey: fc.constantFrom<unknown>(
    ...[pem, jwk, JSON.stringify(jwk), pem.slice(40), `{"kty":"${CANARY}"}`, '{'],
  ),
  keyId: fc.constantFrom('key', `${CANARY}\r\nx: y`),
});

/** An inline hook as Okta lists it, or nearly. */
export const hookBody = near({
  id: fc.constant('cal1'),
  name: fc.constant(CANARY),
  type: fc.constant('com.okta.import.transform'),
  status: fc.constant('ACTIVE'),
  channel: near({
    type: fc.constantFrom('HTTP', 'OAUTH'),
    config: near({
      uri: fc.constant('https://hooks.example.com/'),
      authScheme: near({ key: fc.constantFrom('authorization', '') }),
      clientId: fc.constant('0oa'),
    }),
  }),
});

/** The same as Okta itself would say it: what reads them refuses none. */
export const sound = {
  /** A `Link` header of a page in the middle, with what follows the page's origin in it. */
  link: fc
    .record({ after: fc.stringMatching(/^[\w-]{1,40}$/), quote: fc.constantFrom('"', '') })
    .map(({ after, quote }) => {
      const next = `/api/v1/users?after=${after}&limit=200`;
      const links = [
        `<${OKTA}/api/v1/users?limit=200>; rel="self"`,
        `<${OKTA}${next}>; rel=${quote}next${quote}`,
      ];
      return { header: links.join(', '), next };
    }),
  rateLimitHeaders: fc.record({
    'x-rate-limit-limit': fc.nat({ max: 10_000 }).map(String),
    'x-rate-limit-remaining': fc.nat({ max: 10_000 }).map(String),
    'x-rate-limit-reset': fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }).map(String),
  }),
  tokenBody: fc.record({
    access_token: fc.stringMatching(/^[\w.~+/-]{1,60}={0,2}$/),
    token_type: fc.constantFrom('Bearer', 'bearer', 'DPoP'),
    expires_in: fc.oneof(fc.integer({ min: 1, max: 2_000_000_000 }), fc.constant(Number.POSITIVE_INFINITY)),
  }),
  credentialsSecret: fc.oneof(
    fc.record({ apiToken: fc.stringMatching(/^[\x21-\x7e]{1,60}$/) }),
    fc.record(
      {
        clientId: fc.stringMatching(/^0oa\w{1,20}$/),
        privateKey: fc.constantFrom<unknown>(pem, jwk, JSON.stringify(jwk)),
        keyId: fc.stringMatching(/^[\w-]{1,40}$/),
      },
      { requiredKeys: ['clientId', 'privateKey'] },
    ),
  ),
  hookBody: fc.record({
    id: fc.constant('cal1'),
    name: fc.string(),
    type: fc.constantFrom('com.okta.import.transform', 'com.okta.user.credential.password.import'),
    status: fc.constantFrom('ACTIVE', 'INACTIVE'),
    channel: fc.oneof(
      fc.record({
        type: fc.constant('HTTP'),
        config: fc.record({
          uri: fc.webUrl(),
          authScheme: fc.constantFrom(null, { type: 'HEADER', key: 'authorization' }),
        }),
      }),
      fc.record({
        type: fc.constant('OAUTH'),
        config: fc.record({ uri: fc.webUrl(), clientId: fc.constant('0oa'), scope: fc.constant(null) }),
      }),
    ),
  }),
} as const;

/** An event of the System Log, or nearly. */
export const logEvent = near({
  published: fc.constantFrom('2026-11-20T12:00:00Z', 'today'),
  eventType: fc.constant('inline_hook.executed'),
  outcome: near({ result: fc.constantFrom('FAILURE', 'SUCCESS'), reason: fc.constant(CANARY) }),
  target: fc.array(near({ id: fc.constant('00u1') }), { maxLength: 2 }),
  debugContext: near({ debugData: near({ link: fc.constant('00u1') }) }),
});

const hostileHeaders = fc.record(
  {
    link: fc.constantFrom(`<https://evil.example/${CANARY}>; rel="next"`, '<', '</>; rel=self'),
    location: fc.constant(`https://evil.example/${CANARY}`),
    'retry-after': fc.constantFrom('0', '-1', CANARY),
    'content-type': fc.constantFrom('text/html', 'application/json; charset=utf-16', CANARY),
    'x-rate-limit-limit': fc.constantFrom('0', '600', CANARY),
    'www-authenticate': fc.constantFrom('DPoP error="use_dpop_nonce"', CANARY),
    'dpop-nonce': fc.constant(CANARY),
  },
  { requiredKeys: [] },
);

/** What a server in Okta's place may say, in HTTP that Node sends. */
export const anyOktaAnswer: fc.Arbitrary<Exclude<Behaviour, string> | 'hang up' | 'half an answer'> =
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.record({
        status: fc.oneof({ weight: 3, arbitrary: fc.constant(200) }, fc.integer({ min: 200, max: 599 })),
        headers: hostileHeaders,
        body: fc.oneof(
          fc.array(logEvent, { maxLength: 3 }),
          anyJson,
          fc.string().map((text) => `${CANARY}${text}`),
        ),
      }),
    },
    fc.constantFrom('hang up' as const, 'half an answer' as const),
  );
