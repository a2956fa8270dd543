import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT_SECRET, type RegisterWorld, SECRET } from '../registration/register-world.ts';
import { passwordHook } from '../rehearsal/api/hooks.ts';
import { examine, hookOf, startRegisteredWorld } from './doctor-world.ts';

let world: RegisterWorld;
beforeEach(async () => {
  world = await startRegisteredWorld();
});
afterEach(() => world.close());

const HOOKS = '/api/v1/inlineHooks';
const store = () => world.org.okta.world.inlineHooks;
const eventHooks = () => world.org.okta.world.eventHooks;
const theEventHook = () => {
  const [hook] = eventHooks().all();
  if (!hook) throw new Error('no event hook');
  return hook;
};

/** Changes what the org has of the import hook. */
const change = (body: object) => world.org.ask(`POST ${HOOKS}/${hookOf(world, 'import').id}`, body);

type Breach = [
  title: string,
  breach: () => unknown,
  found: { readonly check: string; readonly what: RegExp; readonly next: RegExp },
];

const IMPORT = /register --outputs \S+ --type import$/;
const EVENTS = /register --outputs \S+ --type events$/;
const breaches: readonly Breach[] = [
  [
    'a hook that nobody registered',
    () => {
      store().change(hookOf(world, 'import').id, { name: 'renamed' });
    },
    { check: 'registered', what: /^import: Okta has no hook "OktaHooks-laptop import"$/, next: IMPORT },
  ],
  [
    'a wrong URL',
    () => change({ channel: { config: { uri: `${world.service.baseUrl}/hooks/import?old` } } }),
    { check: 'URL', what: /^import: URL is \S+\?old, wanted is \S+\/hooks\/import$/, next: IMPORT },
  ],
  [
    'a hook that was switched off',
    () => store().change(hookOf(world, 'import').id, { status: 'INACTIVE' }),
    { check: 'status', what: /^import: status is INACTIVE, wanted is ACTIVE$/, next: IMPORT },
  ],
  [
    'two hooks of one name',
    () => store().add({ ...hookOf(world, 'import') }),
    { check: 'duplicates', what: /^import: 2 hooks are called/, next: /delete the others/ },
  ],
  [
    'an event hook that Okta has not verified',
    () => eventHooks().change(theEventHook().id, { verificationStatus: 'UNVERIFIED' }),
    { check: 'event hook', what: /^verification is UNVERIFIED/, next: EVENTS },
  ],
  [
    'an event hook that was switched off',
    () => eventHooks().change(theEventHook().id, { status: 'INACTIVE' }),
    { check: 'event hook', what: /^status is INACTIVE/, next: EVENTS },
  ],
  [
    'an event hook that is told of other events',
    () => eventHooks().change(theEventHook().id, { events: { type: 'EVENT_TYPE', items: ['user.x'] } }),
    { check: 'event hook', what: /^events is user\.x, wanted is/, next: EVENTS },
  ],
  [
    'an event hook under another name',
    () => eventHooks().change(theEventHook().id, { name: 'renamed' }),
    { check: 'event hook', what: /^name is renamed, wanted is OktaHooks-laptop events$/, next: EVENTS },
  ],
  [
    'an event hook that is gone',
    () =>
      eventHooks().change(theEventHook().id, {
        name: 'x',
        channel: {
          ...theEventHook().channel,
          config: { ...theEventHook().channel.config, uri: 'https://other.example' },
        },
      }),
    { check: 'event hook', what: /^Okta has no event hook "OktaHooks-laptop events"$/, next: EVENTS },
  ],
  [
    'two event hooks of one name',
    () => eventHooks().add({ ...theEventHook() }),
    { check: 'event hook', what: /^2 event hooks are this deployment's/, next: /delete the others/ },
  ],
  [
    'a secret in Okta that is not the current one',
    () => change({ channel: { config: { authScheme: { value: 'canary-old-secret' } } } }),
    { check: 'canary', what: /^import: Okta got no answer: .*status 401/, next: IMPORT },
  ],
];

describe('doctor asks for a person, with what to do, and for nothing else, when it finds', () => {
  it.each(breaches)('%s', async (_title, breach, { check, what, next }) => {
    expect(await examine(world)).toMatchObject({ code: 0, reviews: [] });
    await breach();
    const written = world.writes().length;
    const { code, reviews, out } = await examine(world);
    expect(code).toBe(3);
    expect(reviews).toEqual([
      expect.objectContaining({
        check,
        what: expect.stringMatching(what),
        next: expect.stringMatching(next),
      }),
    ]);
    expect(world.writes()).toHaveLength(written);
    for (const secret of [SECRET, EVENT_SECRET, 'canary-old-secret']) expect(out).not.toContain(secret);
  });

  it('a header by another name, which the canary feels too', async () => {
    await change({ channel: { config: { authScheme: { key: 'X-Old', value: SECRET } } } });
    const { reviews } = await examine(world);
    expect(reviews.map(({ check }) => check)).toEqual(['header', 'canary']);
    expect(reviews[0]?.what).toBe('import: header is x-old, wanted is X-Hook-Secret');
  });

  it("somebody else's password hook where ours should be, since an org has one", async () => {
    const { id } = hookOf(world, 'password');
    store().change(id, { status: 'INACTIVE' });
    store().delete(id);
    await world.org.ask(`POST ${HOOKS}`, passwordHook('https://other.example.com'));
    const { code, reviews } = await examine(world);
    expect(code).toBe(3);
    expect(reviews.map(({ check, what }) => [check, what])).toEqual([
      ['registered', 'password: Okta has no hook "OktaHooks-laptop password"'],
      ['one password hook', '"import" is another password hook'],
    ]);
  });

  it.each<[string, RegisterWorld['service']['behave']]>([
    ['a service that is down', () => 'hang up'],
    ['a service that is too slow', () => 'silence'],
    ['a service that fails', () => ({ status: 503 })],
  ])('%s', async (_title, behave) => {
    world.service.behave = behave;
    const { code, reviews } = await examine(world);
    expect(code).toBe(3);
    expect(reviews.map(({ check, what }) => `${check} ${what}`)).toEqual([
      expect.stringMatching(/^canary import: Okta got no answer/),
      expect.stringMatching(/^canary password: Okta got no answer/),
    ]);
  });

  it('something that answers a sign-in without a verdict', async () => {
    // an import answered without commands is right, whoever answers
    world.service.behave = () => ({ body: { hello: 'world' } });
    const { reviews } = await examine(world);
    expect(reviews).toMatchObject([
      { check: 'canary', what: expect.stringMatching(/^password: .*not the one/) },
    ]);
  });
});

describe('what somebody added to the event hook in Okta', () => {
  const add = (event: string, key: string) => {
    const { id, channel, events } = theEventHook();
    const condition = { expression: 'canary-expression' };
    const headers = [{ key, value: 'canary-value' }];
    eventHooks().change(id, {
      events: { ...events, filter: { eventFilterMap: [{ event, condition }] } },
      channel: { ...channel, config: { ...channel.config, headers } },
    });
  };

  it('is noted where it holds events back or stops a rotation, and asks for nobody', async () => {
    const [ours = ''] = theEventHook().events.items;
    add(ours, 'X-Team');
    const one = await examine(world);
    expect(one.of('event hook').map(({ verdict, what }) => [verdict, what])).toEqual([
      ['ok', 'ACTIVE and VERIFIED'],
      ['note', `a filter holds back some events of ${ours}, which are never recorded`],
    ]);
    add(ours, 'X-HOOK-SECRET');
    const two = await examine(world);
    expect(two.of('event hook')).toHaveLength(3);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(one.out + two.out).not.toContain('canary-');
  });
});

describe('what Okta says', () => {
  it('cannot steer a terminal', async () => {
    const { id, channel } = theEventHook();
    eventHooks().change(id, { name: 'a\u001b[2J\u202eb', channel });
    const { of, out } = await examine(world);
    expect(of('event hook')[0]?.what).toContain('name is a [2J b');
    expect(out).not.toMatch(/\\u001b|\u202e/);
  });
});
