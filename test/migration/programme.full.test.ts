import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CALL } from '../../cli/command-line.ts';
import {
  APP,
  exportOf,
  GROUPS,
  type LegacyPerson,
  legacyPeople,
  REFUSED,
  SECRETS,
} from './programme-people.ts';
import { expectTruth, importsOf, truthOf } from './programme-truth.ts';
import {
  DEPLOYMENT,
  openProgrammeWorld,
  PLAN,
  type ProgrammeWorld,
  type Ran,
  shuffled,
  slicesOf,
} from './programme-world.ts';

// one story of three weeks: each part goes on where the one before ended, so it stays in one file
jest.setTimeout(120_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const HOLDING_MS = 14 * DAY_MS;

const people = legacyPeople({ hash: 90, hook: 160, reset: 50 });
const ofWay = (wanted: string) => people.filter(({ way }) => way === wanted);
const taken = ofWay('hook').find(({ wave }) => wave === 'rest');
const hook = ofWay('hook').filter((person) => person !== taken);
/** Every other one of the hook's people comes by themselves. */
const coming = hook.filter((_, index) => index % 2 === 0);
const [unlucky, hopeless, suspended, leaver, late, ...silent] = hook.filter((_, index) => index % 2 === 1);
const early = ofWay('reset').filter(({ wave }) => wave === 'pilot');
const mistaken = silent.slice(0, 5);
if (!taken || !unlucky || !hopeless || !suspended || !leaver || !late) throw new Error('too few people');

const TOLD = { people, refused: [taken.login] };
let world: ProgrammeWorld;
beforeAll(async () => {
  world = await openProgrammeWorld();
  await writeFile(path.join(world.folder, 'legacy.csv'), exportOf(people));
  const { login, email } = taken;
  world.org.okta.world.org.create({ login, email, firstName: 'Somebody', lastName: 'Else' });
});
afterAll(() => world.close());

const idOf = (login: string) => world.org.okta.world.org.holderOf(login)?.id ?? '';
const statusOf = (login: string) => world.org.okta.world.org.holderOf(login)?.status;
const lifecycle = (login: string, verb: string) =>
  world.org.ask(`POST /api/v1/users/${idOf(login)}/lifecycle/${verb}`);
const migrate = (verb: string, ...options: readonly string[]) => world.migrate(verb, ...options);
/** The commands that a command says to go on with. */
const nextOf = ({ out }: Ran) =>
  out
    .slice(out.indexOf('\nNext\n'))
    .split('\n')
    .flatMap((line) => (line.startsWith(`  ${CALL} `) ? [line.slice(CALL.length + 3)] : []));
const passwordHook = () => world.org.okta.world.inlineHooks.passwordHook;
/** A few at a time: the service has no more than its seconds, on a busy machine too. */
async function signInAll(those: readonly { readonly login: string; readonly password: string }[]) {
  const statuses = new Set<number>();
  for (const some of slicesOf(those, 4))
    for (const status of await Promise.all(some.map(({ login, password }) => world.signIn(login, password))))
      statuses.add(status);
  return statuses;
}
/** They choose a new password by their link, and sign in with it. */
async function follow(those: readonly LegacyPerson[]) {
  const password = 'a new password';
  for (const { login } of those)
    await world.org.ask(`POST /api/v1/users/${idOf(login)}`, {
      credentials: { password: { value: password } },
    });
  return signInAll(those.map(({ login }) => ({ login, password })));
}
/** What was asked of Okta that is more than a look, since then. */
const writesSince = (begin: number) =>
  world.org.exchanges.slice(begin).filter(({ request }) => request.method !== 'GET');
const read = (name: string) => readFile(path.join(world.folder, name), 'utf8');

describe('day 0', () => {
  it('plans everybody, and refuses whom Okta would', async () => {
    const { code, out } = await world.run('migrate', 'plan', 'legacy.csv', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      plan: PLAN,
      counts: { people: 300, refused: REFUSED.length, ways: { hash: 90, hook: 160, reset: 50 } },
    });
    expect(nextOf(await world.run('migrate', 'plan', 'legacy.csv'))).toEqual([
      `credentials load legacy.csv --plan ${PLAN}`,
      'register',
      `migrate create ${PLAN} --dry-run`,
    ]);
  });

  it('creates nobody while the hook is not in Okta', async () => {
    const { code, err } = await migrate('create', '--create-groups', '--yes');
    expect(code).toBe(1);
    expect(err).toContain('next  npm run hooks -- register --type password --outputs outputs.json');
    expect(people.filter(({ login }) => idOf(login) !== '')).toEqual([taken]);
  });

  it('registers the hooks, which answer, and loads the hashes that Okta does not take', async () => {
    expect(await world.run('register', ...DEPLOYMENT)).toMatchObject({ code: 0 });
    const options = ['--plan', PLAN, ...DEPLOYMENT, '--json'];
    const { out } = await world.run('credentials', 'load', 'legacy.csv', ...options);
    expect(JSON.parse(out)).toMatchObject({ loaded: 160, leftToOkta: 90, withoutHash: 52, badRows: 1 });
    const records = await world.records();
    expect(people.filter(({ login }) => records.has(login))).toEqual(ofWay('hook'));
  });

  it('creates everybody, first a wave, with groups and applications, but whose login is taken', async () => {
    const begin = world.org.exchanges.length;
    const dry = await migrate('create', '--create-groups', '--dry-run', '--json');
    expect([dry.code, JSON.parse(dry.out).toCreate, writesSince(begin)]).toEqual([0, 300, []]);
    expect(nextOf(await migrate('create', '--create-groups', '--dry-run', '--limit', '5'))).toEqual([
      `migrate create ${PLAN} --limit 5 --create-groups --outputs outputs.json`,
    ]);
    const pilot = await migrate('create', '--create-groups', '--wave', 'pilot', '--yes');
    expect(pilot).toMatchObject({ code: 0, out: expect.stringContaining('20 of 300 people are created') });
    expect(nextOf(pilot)).toEqual([
      `migrate create ${PLAN} --create-groups --outputs outputs.json`,
      `migrate finish ${PLAN} --way reset --outputs outputs.json`,
      `migrate status ${PLAN} --outputs outputs.json`,
    ]);
    const { code, out } = await migrate('create', '--yes', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ created: 299, failed: 1, left: 0 });
    const created = world.org.exchanges.filter(
      ({ request, path: route, answer }) =>
        request.method === 'POST' && route === '/api/v1/users' && answer.status === 200,
    );
    expect(created).toHaveLength(299);
    const { groups, apps } = world.org.okta.world;
    for (const [, { name, members }] of [...groups.numbered(0), ...apps.numbered(0)]) {
      const meant = people.filter((one) => one !== taken && [...one.groups, ...one.apps].includes(name));
      expect([name, [...members].sort()]).toEqual([name, meant.map(({ login }) => idOf(login)).sort()]);
    }
    expect([...groups.numbered(0)]).toHaveLength(GROUPS.length + 1);
    expect([...apps.numbered(0)].map(([, { name }]) => name)).toEqual([APP]);
  });

  it('is told by status as the org has it', async () => {
    expect(nextOf(await migrate('status'))).toEqual([`migrate finish ${PLAN} --outputs outputs.json`]);
    expect(await expectTruth(world, TOLD)).toMatchObject({
      needHook: 159,
      hashes: { held: 160, deleted: 0, none: 0 },
    });
  });
});

describe('days 1 to 6', () => {
  it('who has no password to sign in with is invited on the first day, and nobody else is touched', async () => {
    const begin = world.org.exchanges.length;
    const { code } = await migrate('finish', '--yes', '--way', 'reset', '--wave', 'pilot');
    const invited = ofWay('reset').filter(({ login }) => statusOf(login) === 'PROVISIONED');
    expect([code, invited, writesSince(begin).length]).toEqual([3, early, early.length]);
    expect(passwordHook()?.status).toBe('ACTIVE');
    expect(await follow(invited)).toEqual(new Set([200]));
  });

  it('half of the hook’s people sign in, some at the second attempt, one by a short name', async () => {
    const [short, ...others] = coming;
    const name = short?.login.split('@')[0] ?? '';
    for (let day = 0; day < 5; day += 1) {
      world.pass(DAY_MS);
      const today = others.filter((_, index) => index % 5 === day);
      const clumsy = today.slice(0, 2).map(({ login }) => ({ login, password: 'a wrong one' }));
      expect(await signInAll(clumsy)).toEqual(new Set([401]));
      expect(await signInAll(today)).toEqual(new Set([200]));
    }
    expect(await world.signIn(name.toUpperCase(), short?.password ?? '')).toBe(200);
    const asked = world.imports().length;
    expect(await signInAll(coming)).toEqual(new Set([200]));
    expect(world.imports()).toHaveLength(asked);
  });

  it('people whose hash Okta has sign in without the hook', async () => {
    const asked = world.imports().length;
    expect(await signInAll(ofWay('hash').slice(0, 30))).toEqual(new Set([200]));
    expect(world.imports()).toHaveLength(asked);
  });

  it('some know no password any more, one is suspended and one leaves', async () => {
    for (let attempt = 0; attempt < 2; attempt += 1)
      expect(await signInAll(mistaken.map(({ login }) => ({ login, password: 'forgotten' })))).toEqual(
        new Set([401]),
      );
    expect((await lifecycle(suspended.login, 'suspend')).status).toBe(200);
    expect((await lifecycle(leaver.login, 'deactivate')).status).toBe(200);
  });

  it('nobody’s password is called wrong while the table is down', async () => {
    await world.withoutTable(async () => {
      expect(await signInAll([unlucky, hopeless])).toEqual(new Set([401]));
    });
    const events = [unlucky, hopeless].flatMap(({ login }) => importsOf(world, login));
    expect(events).toHaveLength(2);
    for (const { outcome } of events)
      expect(outcome).toEqual({
        result: 'FAILURE',
        reason: expect.stringContaining('the inline hook failed'),
      });
    world.pass(60_000);
    expect(await signInAll([unlucky])).toEqual(new Set([200]));
  });

  it('events that come late, twice, and in any order are recorded as the org has them', async () => {
    const deliver = async () => {
      for (const events of slicesOf(shuffled(world.imports()), 10)) await world.deliver(events);
      return world.records();
    };
    const first = await deliver();
    for (const { login } of hook) {
      const events = importsOf(world, login);
      const success = events.find(({ outcome }) => outcome.result === 'SUCCESS');
      const record = first.get(login);
      expect(record?.failures).toBe(events.filter(({ outcome }) => outcome.result === 'FAILURE').length);
      expect(record?.migratedAt).toBe(success && Date.parse(success.published));
    }
    expect(await deliver()).toEqual(first);
  });

  it('the same export, loaded once more, changes nobody', async () => {
    const before = await world.records();
    await world.run('credentials', 'load', 'legacy.csv', '--plan', PLAN, ...DEPLOYMENT);
    expect(await world.records()).toEqual(before);
  });

  it('status says what the org says', async () => {
    const { states } = truthOf(world, TOLD);
    expect([states['tried and failed'], states.suspended, states.gone]).toEqual([mistaken.length + 1, 1, 1]);
    await expectTruth(world, TOLD);
  });
});

describe('after the holding time', () => {
  /** Logins whose password Okta has had for that long. */
  const due = () =>
    world
      .imports()
      .filter(({ outcome, published }) => {
        return outcome.result === 'SUCCESS' && Date.parse(published) <= Date.now() - HOLDING_MS;
      })
      .map(({ target }) => (target as readonly { alternateId: string }[])[0]?.alternateId);

  it('and not before, the clean-up deletes the hashes of those who are migrated, and of nobody else', async () => {
    world.pass(HOLDING_MS - 5 * DAY_MS);
    expect(due()).toEqual([]);
    expect(await world.cleanUp()).toEqual([]);
    world.pass(2 * DAY_MS);
    const some = await world.cleanUp();
    expect(some.length).toBeGreaterThan(0);
    expect([...some].sort()).toEqual(due().sort());
    world.pass(3 * DAY_MS);
    const rest = await world.cleanUp();
    expect([...some, ...rest].sort()).toEqual([...coming, unlucky].map(({ login }) => login).sort());
    expect(await world.cleanUp()).toEqual([]);
  });

  it('migrated people sign in as ever, and status knows where the hashes are', async () => {
    expect(await signInAll(coming)).toEqual(new Set([200]));
    const deleted = coming.length + 1;
    expect(await expectTruth(world, TOLD)).toMatchObject({
      hashes: { held: 160 - deleted, deleted, none: 0 },
    });
  });
});

describe('the end', () => {
  it('is shown first, and nothing is changed', async () => {
    const [begin, records] = [world.org.exchanges.length, await world.records()];
    const { code, out } = await migrate('finish', '--json');
    const { needHook, states } = truthOf(world, TOLD);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      dryRun: true,
      left: needHook + states['to be invited'],
      sheet: { onImport: { left: needHook } },
    });
    const shown = await migrate('finish', '--wave', 'pilot');
    expect(shown).toMatchObject({ code: 3, out: expect.stringContaining('Nothing was done') });
    expect(nextOf(shown)).toEqual([`migrate finish ${PLAN} --yes --wave pilot --outputs outputs.json`]);
    expect(writesSince(begin)).toEqual([]);
    expect(await world.records()).toEqual(records);
  });

  it('comes in waves, and who signs in meanwhile keeps the password', async () => {
    const pilot = await migrate('finish', '--yes', '--wave', 'pilot');
    expect(pilot.code).toBe(3);
    expect(nextOf(pilot)).toEqual([`migrate finish ${PLAN} --outputs outputs.json`]);
    expect(passwordHook()?.status).toBe('ACTIVE');
    const asked = world.imports().length;
    const pilots = silent.filter(({ wave, login }) => wave === 'pilot' && statusOf(login) === 'RECOVERY');
    expect(await signInAll(pilots)).toEqual(new Set([401]));
    expect(world.imports()).toHaveLength(asked);
    expect(await signInAll([late])).toEqual(new Set([200]));
    await expectTruth(world, TOLD);
  });

  it('does not come while somebody is suspended or no mail reaches them', async () => {
    const { code, out } = await migrate('finish', '--yes', '--mails-per-hour', '50', '--json');
    expect(code).toBe(3);
    const { states, needHook } = truthOf(world, TOLD);
    expect(JSON.parse(out)).toMatchObject({ left: needHook + states['to be invited'] });
    expect([states.suspended, statusOf(late.login)]).toEqual([1, 'ACTIVE']);
    expect(needHook).toBeGreaterThan(1);
    expect(passwordHook()?.status).toBe('ACTIVE');
  });

  it('comes with links for them: the hook is gone, and nobody is left', async () => {
    const unreached = people.filter(
      ({ login, way, email }) =>
        way !== 'hash' && email.endsWith('.invalid') && statusOf(login) !== 'DEPROVISIONED',
    );
    const options = ['--links', 'links.csv', '--suspended', 'reset', '--report', 'final.html'];
    const { code, out } = await migrate('finish', '--yes', ...options);
    expect(out).toContain('0 left on IMPORT for the password hook. The programme has ended.');
    expect(code).toBe(0);
    expect(passwordHook()).toBeUndefined();
    expect(JSON.parse(await read('legacy.final.json'))).toMatchObject({
      ended: true,
      onImport: { left: 0, hashImported: 60 },
      left: {},
      hook: { state: 'deleted' },
    });
    const links = (await read('links.csv')).trimEnd().split('\n').slice(1);
    expect(links.map((line) => line.split(',')[1]).sort()).toEqual(
      unreached.map(({ login }) => login).sort(),
    );
    const truth = truthOf(world, TOLD);
    expect(truth.needHook).toBe(0);
    await expectTruth(world, TOLD);
  });

  it('nobody was sent two links, and nobody one who has a password', async () => {
    const links = world.org.exchanges.filter(
      ({ path: route = '', answer }) =>
        answer.status === 200 &&
        /lifecycle\/(reset_password|activate|reactivate)$/.test(route) &&
        !route.includes('Hooks'),
    );
    const ids = links.map(({ request }) => request.url.split('/')[4] ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    const linked = people.filter(({ login }) => ['RECOVERY', 'PROVISIONED'].includes(statusOf(login) ?? ''));
    expect(ids.sort()).toEqual([...early, ...linked].map(({ login }) => idOf(login)).sort());
  });

  it('people who follow their link sign in with the new password, and never with the old one', async () => {
    const linked = people.filter(({ login }) => ['RECOVERY', 'PROVISIONED'].includes(statusOf(login) ?? ''));
    const following = linked.filter((_, index) => index % 2 === 0);
    world.pass(DAY_MS);
    expect(await follow(following)).toEqual(new Set([200]));
    expect(await signInAll(following)).toEqual(new Set([401]));
    const sheet = await read('legacy.final.json');
    const begin = world.org.exchanges.length;
    const again = await migrate('finish', '--yes');
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('nothing was changed') });
    expect([writesSince(begin), await read('legacy.final.json')]).toEqual([[], sheet]);
    await expectTruth(world, TOLD);
  });

  it('leaves the event hook, and the ledger of everybody who was created', async () => {
    expect(world.org.okta.world.eventHooks.all()).toMatchObject([
      { status: 'ACTIVE', verificationStatus: 'VERIFIED' },
    ]);
    const records = await world.records();
    for (const { login, wave } of hook) {
      const record = records.get(login);
      expect(record).toMatchObject({ oktaId: idOf(login), wave, createdAt: expect.any(Number) });
      const success = importsOf(world, login).find(({ outcome }) => outcome.result === 'SUCCESS');
      expect([login, record?.state]).toEqual([login, success ? 'migrated' : 'waiting']);
    }
  });
});

describe('afterwards', () => {
  it('after the holding time no hash is left but of those who left by themselves or were never created', async () => {
    const heldOf = async () => {
      const records = await world.records();
      return people.filter(({ login }) => records.get(login)?.stored).map(({ login }) => login);
    };
    world.pass(HOLDING_MS - 2 * DAY_MS);
    const before = await heldOf();
    expect(await world.cleanUp()).toEqual([]);
    world.pass(2 * DAY_MS);
    const deleted = await world.cleanUp();
    expect(deleted.length).toBeGreaterThan(silent.length);
    expect(await heldOf()).toEqual(before.filter((login) => [taken.login, leaver.login].includes(login)));
    expect(await heldOf()).toHaveLength(2);
  });

  it('every file of the programme is its owner’s alone', async () => {
    const given = ['legacy.csv', 'outputs.json', 'ca.pem', 'okta.json'];
    const names = (await readdir(world.folder)).filter((name) => !given.includes(name)).sort();
    expect(names).toEqual([
      'final.html',
      'legacy.created.ndjson',
      'legacy.final.json',
      'legacy.finished.ndjson',
      'legacy.people.ndjson',
      'legacy.plan.ndjson',
      'legacy.results.csv',
      'links.csv',
    ]);
    for (const name of names)
      expect([name, (await stat(path.join(world.folder, name))).mode & 0o777]).toEqual([name, 0o600]);
    expect(await read('final.html')).not.toMatch(SECRETS);
  });

  it('the service has logged nobody', () => {
    expect(world.logged()).toContain('"message":"call"');
    expect(world.logged()).not.toMatch(SECRETS);
  });
});
