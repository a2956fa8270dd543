import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fixedCredentials, readOktaCredentials } from '../../lambda/platform/okta/credentials.ts';
import { createOktaClient, type OktaClient } from '../../lambda/platform/okta-client.ts';
import { type Arrival, type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';
import { KeyedTokenEndpoint } from '../okta-tokens.ts';

const MINUTES = 60_000;
const isToken = ({ url }: Arrival) => url === '/oauth2/v1/token';

let okta: OktaServer;
let endpoint: KeyedTokenEndpoint;
let now: number;
/** What the token endpoint does instead, when a test says so. */
let instead: Behaviour | undefined;

beforeEach(async () => {
  now = Date.now();
  instead = undefined;
  okta = await startOktaServer(async (arrival) => {
    if (isToken(arrival)) return instead ?? endpoint.issue(arrival);
    return (await endpoint.tokenOf(arrival)) ? { body: { id: '00u1' } } : refusal();
  });
  endpoint = new KeyedTokenEndpoint(okta.baseUrl);
});
afterEach(() => okta.close());

function refusal(): Behaviour {
  const { apiNonce } = endpoint;
  return {
    status: 401,
    headers: apiNonce ? { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': apiNonce } : {},
    body: { errorCode: 'E0000011' },
  };
}

function clientOf(privateKey: unknown = endpoint.privateKey.export({ format: 'jwk' })): OktaClient {
  const credentials = readOktaCredentials({ clientId: endpoint.clientId, privateKey });
  return createOktaClient({
    baseUrl: okta.baseUrl,
    credentials: fixedCredentials(credentials),
    scopes: ['okta.users.read', 'okta.logs.read'],
    timeoutMs: 1_000,
    clock: () => now,
  });
}

const ask = (client: OktaClient, path = '/api/v1/users/a%40b?expand=x') =>
  client.request({ path, signal: new AbortController().signal }).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
const tokenRequests = () => okta.arrivals.filter(isToken).length;
const apiRequests = () => okta.arrivals.length - tokenRequests();

describe('a service app', () => {
  it.each(['RS256', 'ES256', 'ES384'] as const)('proves who it is with its private key: %s', async (alg) => {
    endpoint = new KeyedTokenEndpoint(okta.baseUrl, alg);
    expect(await ask(clientOf())).toBe(200);
    expect(await ask(clientOf(endpoint.privateKey.export({ format: 'pem', type: 'pkcs8' })))).toBe(200);
  });

  it('puts its key id into the assertion', async () => {
    const jwk = { ...endpoint.privateKey.export({ format: 'jwk' }), kid: 'key-1' };
    expect(await ask(clientOf(JSON.stringify(jwk)))).toBe(200);
    const assertion = new URLSearchParams(okta.arrivals[0]?.body).get('client_assertion') ?? '';
    const header = JSON.parse(Buffer.from(assertion.split('.')[0] ?? '', 'base64url').toString());
    expect(header).toEqual({ alg: 'ES256', kid: 'key-1' });
  });

  it('uses a bearer token where no proof of possession is required', async () => {
    endpoint.requiresProof = false;
    expect(await ask(clientOf())).toBe(200);
    expect(tokenRequests()).toBe(1);
  });

  it('learns the nonce once, and again when the server renews it', async () => {
    const client = clientOf();
    expect(await ask(client)).toBe(200);
    expect(tokenRequests()).toBe(2);
    now += 60 * MINUTES;
    expect(await ask(client)).toBe(200);
    expect(tokenRequests()).toBe(3);
    endpoint.tokenNonce = 'nonce-2';
    now += 60 * MINUTES;
    expect(await ask(client)).toBe(200);
    expect(tokenRequests()).toBe(5);
  });

  it('gives the API a nonce too, should it ask for one', async () => {
    endpoint.apiNonce = 'nonce-of-the-api';
    const client = clientOf();
    expect(await ask(client)).toBe(200);
    expect(await ask(client)).toBe(200);
    expect(apiRequests()).toBe(3);
    expect(endpoint.issued).toHaveLength(1);
  });
});

describe('an access token', () => {
  it('is asked for once by requests that come at the same time', async () => {
    const client = clientOf();
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(client)));
    expect(answers).toEqual(Array(10).fill(200));
    expect(endpoint.issued).toHaveLength(1);
  });

  it('is there before the first request when the client was warmed up', async () => {
    const client = clientOf();
    await client.warmUp();
    expect(endpoint.issued).toHaveLength(1);
    expect(await ask(client)).toBe(200);
    expect(endpoint.issued).toHaveLength(1);
  });

  it('is kept until shortly before it expires', async () => {
    const client = clientOf();
    await ask(client);
    now += 50 * MINUTES;
    expect(await ask(client)).toBe(200);
    expect(endpoint.issued).toHaveLength(1);
    now += 5 * MINUTES;
    expect(await ask(client)).toBe(200);
    expect(endpoint.issued).toHaveLength(2);
  });

  it('that was revoked is replaced once, by all who find out at the same time', async () => {
    const client = clientOf();
    await ask(client);
    endpoint.issued.length = 0;
    now += MINUTES;
    expect(await Promise.all([ask(client), ask(client), ask(client)])).toEqual([200, 200, 200]);
    expect(endpoint.issued).toHaveLength(1);
  });

  it('that is refused although it is new is not replaced again and again', async () => {
    const client = clientOf();
    await ask(client);
    okta.behave = (arrival) => (isToken(arrival) ? endpoint.issue(arrival) : { status: 401 });
    expect(await ask(client)).toMatchObject({ status: 401 });
    expect(await ask(client)).toMatchObject({ status: 401 });
    expect(endpoint.issued).toHaveLength(1);
  });

  it('is still fetched when the request that needed it first could not wait', async () => {
    const client = clientOf();
    const controller = new AbortController();
    const issued = Promise.withResolvers<void>();
    okta.behave = async (arrival) => {
      controller.abort(new Error('enough'));
      const behaviour = await endpoint.issue(arrival);
      if (endpoint.issued.length > 0) issued.resolve();
      return behaviour;
    };
    const first = client.request({ path: '/api/v1/users/a', signal: controller.signal });
    await expect(first).rejects.toThrow('enough');
    await issued.promise;
    expect(apiRequests()).toBe(0);
  });
});

describe('a token endpoint that refuses', () => {
  it.each([
    [
      { status: 401, body: { error: 'invalid_client' } },
      { status: 401, errorCode: 'invalid_client' },
    ],
    [
      { status: 400, body: { error: 'invalid_dpop_proof' } },
      { status: 400, errorCode: 'invalid_dpop_proof' },
    ],
    [{ status: 401, body: { errorCode: 'invalid_client' } }, { errorCode: 'invalid_client' }],
    [{ status: 400, headers: { 'dpop-nonce': 'n' }, body: { error: 'use_dpop_nonce' } }, { status: 400 }],
    [{ status: 429 }, { status: 429 }],
    [{ status: 302, headers: { location: '/' } }, { reason: 'redirect' }],
    [{ body: '<html>' }, { reason: 'not JSON' }],
    [{ body: {} }, { reason: 'not a token' }],
    [{ body: { token_type: 'mac', access_token: 'a', expires_in: 1 } }, { reason: 'not a token' }],
    [{ body: { token_type: 'Bearer', access_token: 'a\nb', expires_in: 1 } }, { reason: 'not a token' }],
    [{ body: { token_type: 'Bearer', access_token: 'a' } }, { reason: 'not a token' }],
  ] satisfies [Behaviour, object][])(
    'says so, and nothing is asked without a token: %j',
    async (answer, error) => {
      instead = answer;
      const found = await ask(clientOf());
      expect(found).toMatchObject(error);
      expect(apiRequests()).toBe(0);
      expect(tokenRequests()).toBeLessThan(3);
    },
  );

  it('gets nothing of the key or the assertion into an error', async () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const error = await ask(clientOf(other.export({ format: 'jwk' })));
    expect(error).toMatchObject({
      status: 401,
      errorCode: 'invalid_client',
      errorSummary: 'The stand-in refuses: invalid_client.',
    });
    expect(inspect(error, { depth: null, showHidden: true })).not.toMatch(/stand-in|eyJ|0oa1/);
  });
});
