import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCreated } from '../../cli/migration/created.ts';
import { type Behaviour, startOktaServer } from '../okta-server.ts';
import { type CreateWorld, creations, planned, startCreateWorld } from './create-world.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Pauses take no time. */
const hasty = { clock: { now: Date.now, sleep: async () => {} } };

let world: CreateWorld;
afterEach(() => world.close());

describe('an answer that is lost', () => {
  const people = Array.from({ length: 12 }, (_, index) =>
    planned(index + 2, { way: 'reset', groups: ['Staff'] }),
  );
  let okta: Awaited<ReturnType<typeof startOktaServer>>;
  let passOn: typeof okta.behave;
  let cut: (created: number) => 'before' | 'after' | undefined;
  beforeEach(async () => {
    world = await startCreateWorld({ groups: ['Staff'] });
    let count = 0;
    okta = await startOktaServer(async ({ method, url, headers, body }): Promise<Behaviour> => {
      const isCreate = method === 'POST' && url.startsWith('/api/v1/users?');
      const fate = isCreate ? cut(++count) : undefined;
      if (fate === 'before') return 'hang up';
      const { authorization = '', 'content-type': type = 'application/json' } = headers;
      const answer = await fetch(`${world.okta.baseUrl}${url}`, {
        method,
        headers: { authorization, 'content-type': type },
        ...(body !== '' && { body }),
      });
      const text = await answer.text();
      return fate === 'after' ? 'half an answer' : { status: answer.status, body: text };
    });
    passOn = okta.behave;
  });
  afterEach(() => okta.close());
  const create = (io = {}, argv: readonly string[] = []) => {
    const env = { OKTA_BASE_URL: okta.baseUrl, OKTA_API_TOKEN: world.okta.apiToken };
    return world.create(['--yes', ...argv], { env, ...hasty, ...io });
  };
  /** Runs it once every answer comes again. */
  const createHealed = (...argv: readonly string[]) => {
    cut = () => undefined;
    okta.behave = passOn;
    return create({}, argv);
  };

  it.each(['before', 'after'] as const)(
    '%s Okta has created somebody, creates nobody twice and leaves out nobody',
    async (fate) => {
      cut = (created) => (created % 3 === 0 ? fate : undefined);
      await world.plan(people);
      expect((await create()).code).toBe(0);
      expect(world.people().size).toBe(people.length);
      expect(creations(world)).toBe(people.length);
      expect(world.members('groups', 'Staff')).toHaveLength(people.length);
    },
  );

  it('by every attempt ends the run; the same command finds whom Okta has', async () => {
    cut = () => 'after';
    await world.plan(people.slice(0, 1));
    okta.behave = (
      (behave) => async (arrival) =>
        arrival.method === 'GET' && /users\/person/.test(arrival.url) ? 'hang up' : behave(arrival)
    )(okta.behave);
    const stopped = await create();
    expect([stopped.code, stopped.err]).toEqual([1, expect.stringContaining('the same command goes on')]);
    expect(stopped.err).not.toContain('person2');
    expect((await createHealed()).code).toBe(0);
    expect([creations(world), world.people().size]).toEqual([1, 1]);
    const [state] = (await readCreated('users.created.ndjson', { cwd: world.folder })).values();
    expect(state).toMatchObject({ state: 'done', adopted: true });
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
  });

  it('and a person whom Okta shows too late is found when Okta says that the login exists', async () => {
    await world.plan(people.slice(0, 1));
    cut = (created) => (created === 1 ? 'after' : undefined);
    const { behave } = okta;
    let hidden = 1;
    okta.behave = (arrival) => {
      const isLookup = /users\/person/.test(arrival.url) && hidden-- > 0;
      return isLookup ? { status: 404, body: { errorCode: 'E0000007' } } : behave(arrival);
    };
    expect((await create()).code).toBe(0);
    expect(world.asked.filter((line) => line.endsWith('POST /api/v1/users'))).toEqual([
      '200 POST /api/v1/users',
      '400 POST /api/v1/users',
    ]);
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
  });

  it('and a person whom Okta shows to nobody for now is none to give up: a later run finds them', async () => {
    await world.plan(people.slice(0, 1));
    cut = (created) => (created === 1 ? 'after' : undefined);
    const { behave } = okta;
    okta.behave = (arrival) =>
      /users\/person/.test(arrival.url) ? { status: 404, body: { errorCode: 'E0000007' } } : behave(arrival);
    expect((await create()).code).toBe(3);
    expect((await createHealed('--retry-failed')).code).toBe(0);
    expect(creations(world)).toBe(1);
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
  });

  it('is found again for a login that no path and no query takes as it is', async () => {
    const login = "o'brien/it@example.com";
    const { profile } = planned(2);
    await world.plan([planned(2, { way: 'reset', profile: { ...profile, login } })]);
    cut = () => 'before';
    const { behave } = okta;
    okta.behave = (arrival) => {
      if (!arrival.url.startsWith('/api/v1/users?filter=')) return behave(arrival);
      const user = { id: '00u1', created: new Date().toISOString(), profile: { login } };
      const filter = new URL(arrival.url, okta.baseUrl).searchParams.get('filter');
      return { body: filter === `profile.login eq "${login}"` ? [user] : [] };
    };
    expect((await create()).code).toBe(0);
    expect(await world.read('users.results.csv')).toContain(',created,00u1,');
  });

  it('is none of a new group, which a search finds later', async () => {
    await world.plan([planned(2, { way: 'reset', groups: ['New'] })]);
    cut = () => undefined;
    const { behave } = okta;
    okta.behave = (arrival) => (/groups\?q=/.test(arrival.url) ? { body: [] } : behave(arrival));
    expect((await create({}, ['--create-groups'])).code).toBe(0);
    expect(world.members('groups', 'New')).toEqual(['person2@example.com']);
  });

  const refuse = (status: number, errorCode: string, headers = {}) => {
    const { behave } = okta;
    let left = 5;
    okta.behave = (arrival) => {
      const isCreate = arrival.method === 'POST' && arrival.url.startsWith('/api/v1/users?');
      if (!isCreate || (status === 429 && --left < 0)) return behave(arrival);
      return { status, headers, body: { errorCode, errorSummary: 'not now', errorCauses: [] } };
    };
  };

  it.each([
    [401, 'E0000011'],
    [403, 'E0000006'],
  ])('%d of credentials that may create nobody ends the run and fails nobody', async (status, errorCode) => {
    await world.plan(people);
    cut = () => undefined;
    refuse(status, errorCode);
    const { code, err } = await create();
    expect([code, err]).toEqual([1, expect.stringContaining('okta.users.manage')]);
    expect(await world.read('users.results.csv')).not.toContain('failed');
    expect((await createHealed()).code).toBe(0);
    expect(creations(world)).toBe(people.length);
  });

  it('because too many calls were under way is asked for again, as often as it takes', async () => {
    await world.plan(people);
    cut = () => undefined;
    const none = { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '0' };
    refuse(429, 'E0000047', none);
    expect((await create()).code).toBe(0);
    expect(creations(world)).toBe(people.length);
  });

  it('because Okta is at fault for good fails the person, who is looked for before the next try', async () => {
    await world.plan(people.slice(0, 1));
    cut = () => undefined;
    refuse(500, 'E0000009');
    expect((await create()).code).toBe(3);
    expect(await world.read('users.results.csv')).toContain('failed,,not now');
    // Okta had created them all the same
    world.okta.world.org.create(people[0]?.profile ?? {});
    for (const { id } of world.people().values())
      world.okta.world.accounts.change(id, (now) => ({ created: now }));
    expect((await createHealed('--retry-failed')).code).toBe(0);
    expect(creations(world)).toBe(0);
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
  });

  /** Runs it with a clock that is set by so much when Okta has created the first person. */
  const createWhileSet = (byMs: number) => {
    const now = () => Date.now() + (creations(world) > 0 ? byMs : 0);
    const clock = { now, sleep: async () => {} };
    const env = { OKTA_BASE_URL: okta.baseUrl, OKTA_API_TOKEN: world.okta.apiToken };
    return world.create(['--yes', '--workers', '1'], { env, clock });
  };

  it.each([HOUR_MS, 3_000, -HOUR_MS])(
    'while the clock of this machine is set by %d ms takes nobody of ours for a stranger',
    async (byMs) => {
      cut = (created) => (created > 1 ? 'after' : undefined);
      await world.plan(people.slice(0, 4));
      expect((await createWhileSet(byMs)).code).toBe(0);
      expect([creations(world), world.people().size]).toEqual([4, 4]);
      expect(world.members('groups', 'Staff')).toHaveLength(4);
    },
  );

  it('while the clock of this machine is set back takes no stranger for ours', async () => {
    world.okta.world.org.create(people[1]?.profile ?? {});
    for (const { id } of world.people().values())
      world.okta.world.accounts.change(id, () => ({ created: Date.now() - HOUR_MS / 2 }));
    cut = (created) => (created > 1 ? 'before' : undefined);
    await world.plan(people.slice(0, 2));
    expect((await createWhileSet(-HOUR_MS)).code).toBe(3);
    expect(await world.read('users.results.csv')).toContain('login taken');
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
  });

  it('of somebody who was there before is no reason to take them over', async () => {
    const old = Date.now() - 60_000;
    world.okta.world.org.create(people[0]?.profile ?? {});
    const [[, person] = []] = [...world.people()];
    world.okta.world.accounts.change(person?.id ?? '', () => ({ created: old }));
    await world.plan(people.slice(0, 1));
    cut = () => 'before';
    expect((await create()).code).toBe(3);
    expect(await readFile(path.join(world.folder, 'users.results.csv'), 'utf8')).toContain('login taken');
    expect(world.members('groups', 'Staff')).toEqual([]);
  });
});
