import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOCAL_CREDENTIAL_TABLE } from '../../local/dynamodb.ts';
import { type CreateWorld, creations, hashed, planned, startCreateWorld } from './create-world.ts';

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
      // Okta's own word: events of the first sign-in are compared with it
      createdAt: { N: String(world.okta.world.accounts.of(id ?? '').created) },
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
    expect(creations(world)).toBe(3);
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
    expect(creations(world)).toBe(2);
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
  const nobody = () => expect([creations(world), world.people().size]).toEqual([0, 0]);

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

  it('names with signs that mean something in a query are found', async () => {
    const name = "Ann's team & 50% #1 +/?";
    const group = world.okta.world.groups.add(name, undefined, Date.now());
    await world.plan([{ ...hashed(2), groups: [name] }]);
    expect([(await world.create()).code, group]).toEqual([0, expect.anything()]);
    expect(world.members('groups', name)).toEqual(['person2@example.com']);
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
