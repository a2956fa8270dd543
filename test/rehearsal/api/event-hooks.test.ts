import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type OktaServer, startOktaServer } from '../../okta-server.ts';
import { EXTRA, eventHook, SECRET } from './hooks.ts';
import { idIn } from './people.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
let service: OktaServer;
beforeEach(async () => {
  [org, service] = await Promise.all([
    startTestOrg({ hookTimeoutMs: 200 }),
    startOktaServer(({ method, headers }) =>
      method === 'GET' ? { body: { verification: headers['x-okta-verification-challenge'] } } : {},
    ),
  ]);
});
afterEach(async () => {
  await org.close();
  await service.close();
});

const happen = () =>
  org.okta.world.log.record({
    eventType: 'user.import.password',
    displayMessage: 'Import user password',
    result: 'FAILURE',
    reason: 'not today',
    targets: [{ id: '00u1', type: 'User', alternateId: 'a@example.com' }],
  });

describe('an event hook', () => {
  const subscribe = async (...items: string[]) => {
    const id = idIn(
      await org.ask('POST /api/v1/eventHooks', eventHook(`${service.baseUrl}/events`, ...items)),
    );
    return { id, verify: () => org.ask(`POST /api/v1/eventHooks/${id}/lifecycle/verify`) };
  };
  const deliveries = async () => {
    await org.okta.delivered();
    return service.arrivals.filter(({ method, url }) => method === 'POST' && url === '/events');
  };

  it('is told what it subscribed to once it is verified, in the form of the System Log', async () => {
    const { id, verify } = await subscribe('user.import.password');
    happen();
    expect(await deliveries()).toEqual([]);
    expect(await verify()).toMatchObject({ status: 200, body: { verificationStatus: 'VERIFIED' } });
    happen();
    const [delivery, ...others] = await deliveries();
    expect(others).toEqual([]);
    expect(delivery?.headers).toMatchObject({ authorization: SECRET });
    expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
      eventType: 'com.okta.event_hook',
      source: `${org.okta.baseUrl}/api/v1/eventHooks/${id}`,
      data: {
        events: [
          {
            eventType: 'user.import.password',
            outcome: { result: 'FAILURE', reason: 'not today' },
            target: [{ id: '00u1', type: 'User', alternateId: 'a@example.com' }],
          },
        ],
      },
    });
  });

  it('is told nothing else, and nothing when it is INACTIVE', async () => {
    const { id, verify } = await subscribe('user.lifecycle.create');
    await verify();
    happen();
    expect(await deliveries()).toEqual([]);
    await org.ask(
      `PUT /api/v1/eventHooks/${id}`,
      eventHook(`${service.baseUrl}/events`, 'user.import.password'),
    );
    await org.ask(`POST /api/v1/eventHooks/${id}/lifecycle/deactivate`);
    happen();
    expect(await deliveries()).toEqual([]);
    await org.ask(`POST /api/v1/eventHooks/${id}/lifecycle/activate`);
    happen();
    expect(await deliveries()).toHaveLength(1);
  });

  it('gets what happens during a delivery in the next one, and each event of a delivery that fails twice', async () => {
    const { verify } = await subscribe('user.import.password');
    await verify();
    service.behave = () => ({ status: 503 });
    const uuids = [happen(), happen(), happen()].map(({ uuid }) => uuid);
    const told = (await deliveries()).map(({ body }) =>
      JSON.parse(body).data.events.map(({ uuid }: { uuid: string }) => uuid),
    );
    const [first, ...rest] = uuids;
    expect(told).toEqual([[first], [first], rest, rest]);
  });

  it('gets a hundred events at once and no more', async () => {
    await (await subscribe('user.import.password')).verify();
    for (let count = 0; count < 202; count++) happen();
    const sizes = (await deliveries()).map(({ body }) => JSON.parse(body).data.events.length);
    expect(sizes).toEqual([1, 100, 100, 1]);
  });

  it('stays unverified when the service gives something else back', async () => {
    service.behave = () => ({ body: { verification: 'something else' } });
    const { id, verify } = await subscribe('user.import.password');
    expect(await verify()).toMatchObject({ status: 400, errorCode: 'E0000001' });
    const read = await org.ask(`GET /api/v1/eventHooks/${id}`);
    expect(read).toMatchObject({ body: { status: 'ACTIVE', verificationStatus: 'UNVERIFIED' } });
    expect(JSON.stringify(read)).not.toContain(SECRET);
  });

  it('keeps description, filter and headers until a PUT comes without them, which leaves nothing', async () => {
    const plain = eventHook(`${service.baseUrl}/events`, 'user.import.password');
    const condition = { expression: "event.outcome.result eq 'SUCCESS'" };
    const filter = { eventFilterMap: [{ event: 'user.import.password', condition }] };
    const full = { ...plain, description: 'ours', events: { ...plain.events, filter } };
    const id = idIn(await org.ask('POST /api/v1/eventHooks', full));
    expect(await org.ask(`GET /api/v1/eventHooks/${id}`)).toMatchObject({
      body: {
        description: 'ours',
        events: { filter: { type: 'EXPRESSION_LANGUAGE', ...filter } },
        channel: { config: { headers: [{ key: 'X-Extra', value: EXTRA }] } },
      },
    });
    const { uri, authScheme } = plain.channel.config;
    const bare = { ...plain, channel: { ...plain.channel, config: { uri, authScheme } } };
    expect(await org.ask(`PUT /api/v1/eventHooks/${id}`, bare)).toMatchObject({
      body: { description: null, events: { filter: null }, channel: { config: { headers: [] } } },
    });
    const other = { ...full, events: { ...full.events, items: ['user.session.start'] } };
    expect(await org.ask(`PUT /api/v1/eventHooks/${id}`, other)).toMatchObject({ status: 400 });
  });

  it('must be verified again after a change of its channel, and is deleted only when INACTIVE', async () => {
    const { id, verify } = await subscribe('user.import.password');
    await verify();
    const same = eventHook(`${service.baseUrl}/events`, 'user.import.password', 'user.session.start');
    expect(await org.ask(`PUT /api/v1/eventHooks/${id}`, same)).toMatchObject({
      body: { verificationStatus: 'VERIFIED' },
    });
    const other = eventHook(`${service.baseUrl}/elsewhere`, 'user.import.password');
    expect(await org.ask(`PUT /api/v1/eventHooks/${id}`, other)).toMatchObject({
      body: { verificationStatus: 'UNVERIFIED' },
    });
    expect(await org.ask(`DELETE /api/v1/eventHooks/${id}`)).toMatchObject({ status: 403 });
    await org.ask(`POST /api/v1/eventHooks/${id}/lifecycle/deactivate`);
    expect(await org.ask(`DELETE /api/v1/eventHooks/${id}`)).toMatchObject({ status: 204 });
    expect(await org.ask('GET /api/v1/eventHooks')).toMatchObject({ body: [] });
  });
});
