import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IMPORT_EVENT_TYPE } from '../../../lambda/contract/import-request.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../../okta-server.ts';
import { EXTRA, inlineHook, passwordHook, SECRET } from './hooks.ts';
import { idIn } from './people.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
let service: OktaServer;
beforeEach(async () => {
  [org, service] = await Promise.all([
    startTestOrg({ hookTimeoutMs: 200 }),
    startOktaServer(() => ({ body: {} })),
  ]);
});
afterEach(async () => {
  await org.close();
  await service.close();
});

const HOOKS = '/api/v1/inlineHooks';
const register = (body: object = inlineHook(service.baseUrl)) => org.ask(`POST ${HOOKS}`, body);
const uriIn = ({ body }: { readonly body?: unknown }) => Object(body).channel.config.uri;

describe('an inline hook', () => {
  it('is ACTIVE when it is registered, and no read gives its secret or extra headers away', async () => {
    const made = await register();
    const id = idIn(made);
    expect(made).toMatchObject({ status: 200, body: { status: 'ACTIVE', type: IMPORT_EVENT_TYPE } });
    const read = await org.ask(`GET ${HOOKS}/${id}`);
    expect(read).toMatchObject({
      body: { channel: { config: { headers: [], authScheme: { type: 'HEADER', key: 'authorization' } } } },
    });
    const list = await org.ask(`GET ${HOOKS}?type=${IMPORT_EVENT_TYPE}`);
    expect(list).toMatchObject({ body: [{ id }] });
    expect(JSON.stringify([made, read, list])).not.toMatch(/canary/);
  });

  it('that is updated keeps what is left out, the secret too; that is replaced does not', async () => {
    const id = idIn(await register());
    const config = { uri: `${service.baseUrl}/new` };
    const channel = { type: 'HTTP', version: '1.0.0', config };
    const updated = await org.ask(`POST ${HOOKS}/${id}`, { channel });
    expect(uriIn(updated)).toBe(config.uri);
    await org.ask(`POST ${HOOKS}/${id}/execute`, { eventType: IMPORT_EVENT_TYPE });
    expect(service.arrivals.at(-1)).toMatchObject({ url: '/new', headers: { authorization: SECRET } });

    await org.ask(`PUT ${HOOKS}/${id}`, { name: 'import', version: '1.0.0', channel });
    await org.ask(`POST ${HOOKS}/${id}/execute`, { eventType: IMPORT_EVENT_TYPE });
    expect(service.arrivals.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  it('cannot change its type', async () => {
    const id = idIn(await register());
    const { channel } = inlineHook(service.baseUrl);
    const other = { name: 'import', type: 'com.okta.saml.tokens.transform', version: '1.0.0', channel };
    expect(await org.ask(`PUT ${HOOKS}/${id}`, other)).toMatchObject({ status: 400, errorCode: 'E0000001' });
    expect(await org.ask(`GET ${HOOKS}/${id}`)).toMatchObject({ body: { type: IMPORT_EVENT_TYPE } });
  });

  it('is deleted only when it is INACTIVE', async () => {
    const id = idIn(await register());
    expect(await org.ask(`DELETE ${HOOKS}/${id}`)).toMatchObject({ status: 403 });
    const deactivated = await org.ask(`POST ${HOOKS}/${id}/lifecycle/deactivate`);
    expect(deactivated).toMatchObject({ body: { id, status: 'INACTIVE' } });
    const activated = await org.ask(`POST ${HOOKS}/${id}/lifecycle/activate`);
    expect(activated).toMatchObject({ body: { id, status: 'ACTIVE' } });
    await org.ask(`POST ${HOOKS}/${id}/lifecycle/deactivate`);
    expect(await org.ask(`DELETE ${HOOKS}/${id}`)).toMatchObject({ status: 204 });
    expect(await org.ask(`GET ${HOOKS}/${id}`)).toMatchObject({ status: 404, errorCode: 'E0000007' });
  });

  it('for passwords is the only one of its kind in an org', async () => {
    await register(passwordHook(service.baseUrl));
    expect(await register(passwordHook(service.baseUrl))).toMatchObject({ status: 400 });
    expect(await register()).toMatchObject({ status: 200 });
  });

  it.each([
    ['an address without TLS', { ...inlineHook('http://localhost') }],
    ['a white space in its address', { ...inlineHook('https://localhost/a b') }],
    ['no name', { ...inlineHook('https://localhost'), name: '' }],
    ['another kind of channel', { ...inlineHook('https://localhost'), channel: { type: 'FAX' } }],
  ])('is refused with %s', async (_, body) => {
    expect(await register(body)).toMatchObject({ status: 400, errorCode: 'E0000001' });
    expect(await org.ask(`GET ${HOOKS}`)).toMatchObject({ body: [] });
  });
});

describe('executing an inline hook', () => {
  const answer = { commands: [{ type: 'com.okta.user.profile.update', value: { login: 'a@b.net' } }] };
  const execute = async (behaviour: Behaviour) => {
    service.behave = () => behaviour;
    const id = idIn(await register());
    return org.ask(`POST ${HOOKS}/${id}/execute`, { eventType: IMPORT_EVENT_TYPE, data: {} });
  };

  it('calls the service once with the secret, the extra headers and the payload, and gives its answer', async () => {
    expect(await execute({ body: answer })).toMatchObject({ status: 200, body: answer });
    expect(service.arrivals).toMatchObject([
      {
        method: 'POST',
        headers: { authorization: SECRET, 'x-extra': EXTRA, 'content-type': 'application/json' },
        body: JSON.stringify({ eventType: IMPORT_EVENT_TYPE, data: {} }),
      },
    ]);
  });

  it.each<[string, Behaviour, number]>([
    ['hangs up', 'hang up', 2],
    ['never answers', 'silence', 2],
    ['never ends its answer', 'trickle', 2],
    ['breaks off', 'half an answer', 2],
    ['answers 503', { status: 503 }, 2],
    ['answers 401', { status: 401 }, 1],
    ['sends it elsewhere', { status: 302, headers: { location: 'https://localhost/' } }, 1],
    ['answers HTML', { body: '<html>' }, 1],
    ['answers a list', { body: [] }, 1],
    ['answers commands without a type', { body: { commands: [{}] } }, 1],
    ['answers more than 256 KB', { body: { commands: [], debugContext: { a: 'a'.repeat(300_000) } } }, 1],
  ])('is a 400 when the service %s', async (_, behaviour, calls) => {
    expect(await execute(behaviour)).toMatchObject({ status: 400, errorCode: 'E0000001' });
    expect(service.arrivals).toHaveLength(calls);
  });

  it('takes an empty answer and an error for what they are', async () => {
    expect(await execute({ status: 204 })).toMatchObject({ status: 200, body: {} });
    const error = { error: { errorSummary: 'not today' } };
    expect(await execute({ body: error })).toMatchObject({ status: 200, body: error });
  });

  it("refuses a payload of another hook's type, and nobody is called", async () => {
    const id = idIn(await register());
    expect(await org.ask(`POST ${HOOKS}/${id}/execute`, { eventType: 'other' })).toMatchObject({
      status: 400,
    });
    expect(service.arrivals).toEqual([]);
  });

  it('over an OAuth channel fetches a token first, and gives no secret away', async () => {
    service.behave = ({ url }) =>
      url === '/token'
        ? { body: { access_token: 'an-access-token', token_type: 'Bearer' } }
        : { body: answer };
    const config = {
      uri: `${service.baseUrl}/hook`,
      method: 'POST',
      authType: 'client_secret_post',
      clientId: '0oaclient',
      clientSecret: SECRET,
      tokenUrl: `${service.baseUrl}/token`,
      scope: 'hooks',
    };
    const made = await register({ ...inlineHook(''), channel: { type: 'OAUTH', version: '1.0.0', config } });
    expect(JSON.stringify(made)).not.toMatch(/canary/);
    const answered = await org.ask(`POST ${HOOKS}/${idIn(made)}/execute`, { eventType: IMPORT_EVENT_TYPE });
    expect(answered).toMatchObject({ body: answer });
    expect(new URLSearchParams(service.arrivals[0]?.body).get('client_secret')).toBe(SECRET);
    expect(service.arrivals[1]?.headers).toMatchObject({ authorization: 'Bearer an-access-token' });
  });
});
