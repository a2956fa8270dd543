import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventHookInOkta } from '../../lambda/registration/event-hook-in-okta.ts';
import { putEventHook, verifyEventHook, wantedEventHookOf } from '../../lambda/registration/event-hooks.ts';
import { type Behaviour, type OktaServer, startOktaServer } from '../okta-server.ts';
import { startTestOrg, type TestOrg } from '../rehearsal/api/test-org.ts';

const FIRST = 'the-first-secret';
const SECOND = 'canary-secret';
const TOLD_WHAT_TO_DO = /register it again|remove it in Workflow > Event Hooks/;
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

  it("keeps the description, the filter and the extra headers of somebody else, and sends back nothing of Okta's own", async () => {
    const added = addTo({ headers: [{ key: 'X-Team', value: 'canary-team' }] });
    await hook().useSecret(SECOND, signal);
    const [only] = org.okta.world.eventHooks.all();
    expect(only).toMatchObject({ ...added, verificationStatus: 'VERIFIED' });
    expect(inOkta().secret).toBe(SECOND);
    const { request } = org.exchanges.findLast(({ request: { method } }) => method === 'PUT') ?? {};
    expect(request?.body).not.toMatch(
      /"(id|status|created|createdBy|lastUpdated|verificationStatus|_links)"/,
    );
    expect(request?.body).not.toMatch(/"method"|"version":null/);
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
      'sent a second header of our name, which could not stay',
      () => addTo({ headers: [{ key: 'Authorization', value: 'canary-other' }] }),
    ],
    [
      'told of other events',
      () => change({ events: { type: 'EVENT_TYPE', items: ['user.lifecycle.create'] } }),
    ],
  ])('writes nothing when the hook is %s', async (_how, spoil) => {
    await spoil();
    const before = writes();
    const refusal = { code: 'ERR_ROTATION_REFUSED', message: expect.stringMatching(TOLD_WHAT_TO_DO) };
    await expect(hook().check(signal)).rejects.toMatchObject(refusal);
    await expect(hook().useSecret(SECOND, signal)).rejects.toMatchObject(refusal);
    expect(writes()).toBe(before);
  });
});

/** Adds a description, a filter and these headers, as somebody does in the Admin Console. */
function addTo({ headers }: { readonly headers: readonly object[] }) {
  const [only] = org.okta.world.eventHooks.all();
  if (!only) throw new Error('no event hook');
  const condition = { expression: "event.outcome.result eq 'SUCCESS'" };
  const added = {
    description: 'asked for by the help desk',
    events: {
      ...only.events,
      filter: { eventFilterMap: [{ event: 'user.import.password', condition }] },
    },
  };
  change({ ...added, channel: { ...only.channel, config: { ...only.channel.config, headers } } });
  return { ...added, channel: { config: { headers } } };
}

function change(changes: object): void {
  const hooks = org.okta.world.eventHooks;
  for (const { id } of hooks.all()) hooks.change(id, changes);
}

function removeAll(): void {
  const hooks = org.okta.world.eventHooks;
  change({ status: 'INACTIVE' });
  for (const { id } of hooks.all()) hooks.delete(id);
}
