import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventHookInOkta } from '../../lambda/registration/event-hook-in-okta.ts';
import { putEventHook, verifyEventHook, wantedEventHookOf } from '../../lambda/registration/event-hooks.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

const FIRST = 'the-first-secret';
const SECOND = 'canary-secret';
const { signal } = new AbortController();

let service: OktaServer;
let org: TestOrg;
let wanted: ReturnType<typeof wantedEventHookOf>;
beforeEach(async () => {
  service = await startOktaServer(({ headers }): Behaviour => ({ body: challengeIn(headers) }));
  org = await startTestOrg();
  const uri = `${service.baseUrl}/hooks/events`;
  wanted = wantedEventHookOf({ stack: 'OktaHooks', uri, header: 'authorization' });
  const { id } = await putEventHook(org.client, { wanted, secret: FIRST, live: undefined }, { signal });
  await verifyEventHook(org.client, id, { signal });
});
afterEach(async () => {
  await org.close();
  await service.close();
});

const challengeIn = (headers: Readonly<Record<string, unknown>>) => ({
  verification: headers['x-okta-verification-challenge'],
});
const hook = () => eventHookInOkta(org.client, wanted);
const inOkta = () => {
  const [only] = org.okta.world.eventHooks.all();
  return { secret: only?.channel.config.authScheme?.value, verification: only?.verificationStatus };
};
const writes = () => org.exchanges.filter(({ request }) => request.method !== 'GET').length;

describe('telling Okta a new secret of the event hook', () => {
  it('leaves the hook verified, so that events keep coming', async () => {
    await hook().check(signal);
    await hook().useSecret(SECOND, signal);
    expect(inOkta()).toEqual({ secret: SECOND, verification: 'VERIFIED' });
    await hook().prove(signal);
  });

  it('that was cut off before the verification is repaired by the same step once more', async () => {
    service.behave = () => ({ body: {} });
    await expect(hook().useSecret(SECOND, signal)).rejects.toThrow(/verification/);
    expect(inOkta()).toEqual({ secret: SECOND, verification: 'UNVERIFIED' });
    service.behave = ({ headers }) => ({ body: challengeIn(headers) });
    await hook().useSecret(SECOND, signal);
    expect(inOkta()).toEqual({ secret: SECOND, verification: 'VERIFIED' });
  });

  it('proves nothing when the service gives no challenge back', async () => {
    service.behave = () => ({ body: {} });
    await expect(hook().prove(signal)).rejects.toMatchObject({ code: 'ERR_ROTATION_REFUSED' });
  });

  it.each<[string, () => unknown]>([
    ['missing', removeAll],
    ['there twice', () => putEventHook(org.client, { wanted, secret: FIRST, live: undefined }, { signal })],
    ['switched off', () => change({ status: 'INACTIVE' })],
    [
      'told of other events',
      () => change({ events: { type: 'EVENT_TYPE', items: ['user.lifecycle.create'] } }),
    ],
  ])('writes nothing when the hook is %s', async (_how, spoil) => {
    await spoil();
    const before = writes();
    await expect(hook().check(signal)).rejects.toThrow(/register it again/);
    await expect(hook().useSecret(SECOND, signal)).rejects.toThrow(/register it again/);
    expect(writes()).toBe(before);
  });
});

function change(changes: object): void {
  const hooks = org.okta.world.eventHooks;
  for (const { id } of hooks.all()) hooks.change(id, changes);
}

function removeAll(): void {
  const hooks = org.okta.world.eventHooks;
  change({ status: 'INACTIVE' });
  for (const { id } of hooks.all()) hooks.delete(id);
}
