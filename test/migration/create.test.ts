import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCreated } from '../../cli/migration/created.ts';
import { oktaBcrypt } from '../../lambda/passwords/hashes/okta-hash.ts';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { type Behaviour, startOktaServer } from '../okta-server.ts';
import { type CreateWorld, planned, startCreateWorld } from './create-world.ts';

const BCRYPT = oktaBcrypt('$2a$10$9FgsegkrAEkVfdYaO1SQAuVOz4RiqW5pBnHzvQ9RZfMtVhKcF02VK');
const hashed = (row: number) => planned(row, { way: 'hash', ...(BCRYPT && { hash: BCRYPT }) });
const posts = (world: CreateWorld) => world.asked.filter((line) => line === '200 POST /api/v1/users').length;
/** Pauses take no time. */
const hasty = { clock: { now: Date.now, sleep: async () => {} } };

let world: CreateWorld;
afterEach(() => world.close());

describe('creating the people of a plan', () => {
  const groups = Array.from({ length: 23 }, (_, index) => `Group ${index}`);
  beforeEach(async () => {
    world = await startCreateWorld({ groups, apps: ['Wiki'] });
    world.register();
  });

  it('gives everybody their way, every group, every app and a credential row, exactly once', async () => {
    await world.plan([
      planned(2, { groups, apps: ['Wiki'] }),
      { row: 3, login: 'refused@example.com', refused: ['lastName is empty'] },
      hashed(4),
      planned(5, { way: 'reset', groups: ['Group 1'] }),
    ]);
    const { code, out, err } = await world.create();
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('3 of 3 people are created');
    const people = world.people();
    expect([...people].map(([login, { status }]) => [login, status]).sort()).toEqual([
      ['person2@example.com', 'ACTIVE'],
      ['person4@example.com', 'ACTIVE'],
      ['person5@example.com', 'STAGED'],
    ]);
    for (const name of groups) expect(world.members('groups', name)).toContain('person2@example.com');
    expect(world.members('groups', 'Group 1')).toHaveLength(2);
    expect(world.members('apps', 'Wiki')).toEqual(['person2@example.com']);
    const id = people.get('person2@example.com')?.id;
    const items = await world.items();
    expect([...items.keys()].sort()).toEqual(['credential#person2@example.com', `okta#${id}`]);
    expect(items.get('credential#person2@example.com')).toMatchObject({
      state: { S: 'waiting' },
      wave: { S: '1' },
      oktaId: { S: id },
    });
    expect(await world.read('users.results.csv')).toBe(
      [
        'row,login,way,wave,status,oktaId,error',
        `2,person2@example.com,hook,1,created,${id},`,
        '3,refused@example.com,,,refused,,lastName is empty',
        `4,person4@example.com,hash,1,created,${people.get('person4@example.com')?.id},`,
        `5,person5@example.com,reset,1,created,${people.get('person5@example.com')?.id},`,
        '',
      ].join('\n'),
    );
    expect((await world.create()).code).toBe(0);
    expect(posts(world)).toBe(3);
  });

  it('creates a wave, then as many as it may, then the rest', async () => {
    await world.plan([hashed(2), hashed(3), planned(4, { way: 'reset', wave: '2' }), hashed(5)]);
    await world.create(['--yes', '--wave', '2']);
    expect([...world.people().keys()]).toEqual(['person4@example.com']);
    await world.create(['--yes', '--limit', '1']);
    expect(world.people().size).toBe(2);
    await world.create();
    expect(world.people().size).toBe(4);
  });

  it('writes Okta’s own words to the results, none of them to the screen, and tries again when told to', async () => {
    const bad = planned(2);
    const profile = { ...bad.profile, lastName: 'x'.repeat(60) };
    await world.plan([{ ...bad, profile }, hashed(3)]);
    const { code, out, err } = await world.create();
    expect(code).toBe(3);
    expect(await world.read('users.results.csv')).toContain('lastName: Does not match required pattern');
    expect(out + err).not.toMatch(/person\d|required pattern/);
    await world.create();
    expect(world.asked.filter((line) => line.startsWith('400'))).toHaveLength(1);
    expect((await world.create(['--yes', '--retry-failed'])).code).toBe(3);
    expect(world.asked.filter((line) => line.startsWith('400'))).toHaveLength(2);
  });

  it('leaves somebody alone who had the login before, whatever its case and accents', async () => {
    world.okta.world.org.create({ ...planned(2).profile, login: 'PERSÓN2@example.com' });
    await world.plan([planned(2, { groups: ['Group 1'] })]);
    expect((await world.create()).code).toBe(3);
    expect(await world.read('users.results.csv')).toContain('login taken: ');
    expect(world.members('groups', 'Group 1')).toEqual([]);
    expect(await world.items()).toEqual(new Map());
  });

  it('writes nothing to the table of legacy passwords where others check them', async () => {
    await world.plan([planned(2)]);
    expect((await world.create(['--yes', '--no-table'])).code).toBe(0);
    expect(world.people().size).toBe(1);
    expect(await world.items()).toEqual(new Map());
  });

  it('ends when the table cannot be asked, and leaves out no row of it the next time', async () => {
    await world.plan([planned(2), planned(3)]);
    const outputs = await world.read('outputs.json');
    const file = path.join(world.folder, 'outputs.json');
    await writeFile(file, outputs.replace(LOCAL_CREDENTIAL_TABLE, 'no-such-table'));
    const { code, err } = await world.create();
    expect([code, err]).toEqual([1, expect.stringContaining('ResourceNotFoundException')]);
    expect(err).not.toContain('person');
    await writeFile(file, outputs);
    expect((await world.create()).code).toBe(0);
    expect((await world.items()).size).toBe(4);
    expect(posts(world)).toBe(2);
  });

  it('creates nobody in a dry run, and asks for nothing but reads', async () => {
    await world.plan([planned(2, { groups, apps: ['Wiki'] }), hashed(3)]);
    const { code, out } = await world.create(['--dry-run']);
    expect(code).toBe(0);
    expect(out).toContain('Nobody was created');
    expect(world.asked.filter((line) => !line.startsWith('200 GET'))).toEqual([]);
    await expect(world.read('users.created.ndjson')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('before anybody is created', () => {
  beforeEach(async () => {
    world = await startCreateWorld({ groups: ['Staff'], apps: ['Wiki', 'wiki2'] });
  });
  const nobody = () => expect([posts(world), world.people().size]).toEqual([0, 0]);

  it.each([
    ['is not registered', () => {}],
    ['calls another address', () => world.register('https://elsewhere.example.com/hooks/password')],
    [
      'is inactive',
      () => {
        world.register();
        for (const { id } of world.okta.world.inlineHooks.all())
          world.okta.world.inlineHooks.change(id, { status: 'INACTIVE' });
      },
    ],
  ])(
    'a password hook that %s stops a plan that needs it, and says how to register',
    async (what, prepare) => {
      prepare();
      await world.plan([planned(2), hashed(3)]);
      const { code, err } = await world.create();
      expect([code, err]).toEqual([1, expect.stringContaining(what)]);
      expect(err).toContain('register --type password --outputs outputs.json');
      nobody();
    },
  );

  it('names that are unknown, or another case, are listed, all of them', async () => {
    await world.plan([
      { ...hashed(2), groups: ['staff', 'Staf'], apps: ['Wik', '0oa00000000000000000'] },
      { ...hashed(3), groups: ['Staff'], apps: ['Wiki'] },
    ]);
    const { code, err } = await world.create();
    expect(code).toBe(1);
    for (const name of ['staff', 'Staf', 'Wik', '0oa00000000000000000']) expect(err).toContain(`"${name}"`);
    expect(err).not.toContain('"Staff"');
    nobody();
  });

  it('ids are taken as they are', async () => {
    const [[, group] = []] = [...world.okta.world.groups.numbered(0)];
    const [[, app] = []] = [...world.okta.world.apps.numbered(0)];
    await world.plan([{ ...hashed(2), groups: [group?.id ?? ''], apps: [app?.id ?? ''] }]);
    expect((await world.create()).code).toBe(0);
    expect(world.members('groups', 'Staff')).toEqual(['person2@example.com']);
    expect(world.members('apps', 'Wiki')).toEqual(['person2@example.com']);
  });

  it('groups are created when that is asked for', async () => {
    await world.plan([{ ...hashed(2), groups: ['New'] }]);
    expect((await world.create(['--yes', '--create-groups'])).code).toBe(0);
    expect(world.members('groups', 'New')).toEqual(['person2@example.com']);
  });

  it('a pipe must say --yes', async () => {
    await world.plan([hashed(2)]);
    const { code, err } = await world.create([]);
    expect([code, err]).toEqual([2, expect.stringContaining('add --yes')]);
    nobody();
  });

  it('a second process is kept out, and told who is at work', async () => {
    await world.plan([hashed(2)]);
    const lock = { pid: process.ppid, host: (await import('node:os')).hostname(), began: null, since: 'now' };
    await writeFile(path.join(world.folder, 'users.created.ndjson.lock'), JSON.stringify(lock));
    const { code, err } = await world.create();
    expect([code, err]).toEqual([1, expect.stringContaining(`process ${process.ppid}`)]);
    nobody();
  });

  it('a journal of another plan is refused, and left as it is', async () => {
    await world.plan([hashed(2)]);
    await world.create();
    const journal = await world.read('users.created.ndjson');
    await world.plan([hashed(2), hashed(3)]);
    const { code, err } = await world.create();
    expect([code, err]).toEqual([1, expect.stringContaining('belongs to another plan')]);
    expect(await world.read('users.created.ndjson')).toBe(journal);
    expect(world.people().size).toBe(1);
  });

  it.each([
    [['--share', '0']],
    [['--share', '1.5']],
    [['--workers', '0']],
    [['--limit', 'many']],
    [['--wave', 'nine']],
  ])('%j is wrong usage', async (argv) => {
    await world.plan([hashed(2)]);
    expect((await world.create([...argv, '--yes'])).code).toBe(2);
    nobody();
  });
});

describe('an answer that is lost', () => {
  const people = Array.from({ length: 12 }, (_, index) =>
    planned(index + 2, { way: 'reset', groups: ['Staff'] }),
  );
  let okta: Awaited<ReturnType<typeof startOktaServer>>;
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
  });
  afterEach(() => okta.close());
  const create = (io = {}) => {
    const env = { OKTA_BASE_URL: okta.baseUrl, OKTA_API_TOKEN: world.okta.apiToken };
    return world.create(['--yes'], { env, ...hasty, ...io });
  };

  it.each(['before', 'after'] as const)(
    '%s Okta has created somebody, creates nobody twice and leaves out nobody',
    async (fate) => {
      cut = (created) => (created % 3 === 0 ? fate : undefined);
      await world.plan(people);
      expect((await create()).code).toBe(0);
      expect(world.people().size).toBe(people.length);
      expect(posts(world)).toBe(people.length);
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
    expect((await world.create()).code).toBe(0);
    expect([posts(world), world.people().size]).toEqual([1, 1]);
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
    expect((await world.create()).code).toBe(0);
    expect(posts(world)).toBe(people.length);
  });

  it('because too many calls were under way is asked for again, as often as it takes', async () => {
    await world.plan(people);
    cut = () => undefined;
    const none = { 'x-rate-limit-limit': '0', 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '0' };
    refuse(429, 'E0000047', none);
    expect((await create()).code).toBe(0);
    expect(posts(world)).toBe(people.length);
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
    expect((await world.create(['--yes', '--retry-failed'])).code).toBe(0);
    expect(posts(world)).toBe(0);
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
