import { describe, expect, it } from '@jest/globals';
import { oktaLoginKey } from '../../../lambda/logins/okta-login-key.ts';
import type { ImportHook } from '../../../rehearsal/job/import-hook.ts';
import { standardSettings } from '../../../rehearsal/job/import-settings.ts';
import { rehearse } from '../../../rehearsal/job/rehearse.ts';
import type { RehearsedRow } from '../../../rehearsal/job/rehearsed-row.ts';
import { appProfile, hookAnswer } from '../../arbitraries/imports.ts';
import { fc } from '../../fuzz.ts';
import { UNIQUE_LOGIN } from '../../imports/world.ts';
import { hookAnswering, hookWith, orgOf, play, profileOf, rowsOf } from './world.ts';

const matching = (...names: readonly string[]) => ({ ...standardSettings, matching: names });
const outcomes = (rows: readonly RehearsedRow[]) => rows.map(({ outcome }) => outcome);
const timeless = (rows: readonly RehearsedRow[]) => rows.map((row) => ({ ...row, milliseconds: 0 }));

/** A small org with two of everything. */
const smallOrg = () =>
  orgOf(
    { login: 'ann@example.com' },
    { login: 'josé@example.com', email: 'jose@example.org', firstName: 'José' },
    { login: 'li@example.com', email: 'li@example.org' },
  );

describe('the laws of a rehearsal', () => {
  const people = fc.array(appProfile, { maxLength: 25 });
  const rows = (profiles: readonly object[]) => rowsOf(...profiles.map((profile) => ({ ...profile })));

  it('every row has exactly one result, in the order of the file, however many workers there are', async () => {
    await fc.assert(
      fc.asyncProperty(people, fc.integer({ min: 1, max: 5 }), async (profiles, workers) => {
        const org = smallOrg();
        const played = await play({ people: rows(profiles), org, hook: hookWith(org), workers });
        expect(played.map(({ row }) => row)).toEqual(profiles.map((_, index) => index + 2));
      }),
      { numRuns: 40 },
    );
  });

  it('with one worker everything comes out the same every time', async () => {
    await fc.assert(
      fc.asyncProperty(people, async (profiles) => {
        const runs = [smallOrg(), smallOrg()].map((org) =>
          play({ people: rows(profiles), org, hook: hookWith(org) }),
        );
        const [first = [], second = []] = await Promise.all(runs);
        expect(timeless(first)).toEqual(timeless(second));
      }),
      { numRuns: 30 },
    );
  });

  it('whatever a service answers, the org stays as it is and no two people have logins that Okta calls equal', async () => {
    const ids = [...smallOrg().people()].map(({ id }) => id);
    const file = fc.array(fc.tuple(appProfile, hookAnswer(ids)), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom('create', 'skip'), async (entries, onError) => {
        const org = smallOrg();
        const before = JSON.stringify([...org.people()]);
        const hook = hookAnswering(...entries.map(([, answer]) => answer));
        const played = await play({ people: rows(entries.map(([one]) => one)), org, hook, onError });
        expect(JSON.stringify([...org.people()])).toBe(before);
        const created = played.filter(({ action }) => action === 'CREATE_USER');
        const logins = [
          ...[...org.people()].map(({ profile }) => String(profile['login'])),
          ...created.map(({ loginAfter }) => loginAfter),
        ];
        expect(new Set(logins.map(oktaLoginKey)).size).toBe(logins.length);
        const linked = played.flatMap(({ linkTarget }) => linkTarget ?? []);
        expect(new Set(linked).size).toBe(linked.length);
        for (const id of linked) expect(ids).toContain(id);
        for (const { outcome, reason } of played)
          expect(reason === undefined).toBe(/^(created|linked)$/.test(outcome));
      }),
      { numRuns: 150 },
    );
  });
});

describe('a person of an import', () => {
  const person = { email: 'ann@example.com' };

  it('is linked to the one Okta user who matches exactly, and reports no conflict', async () => {
    const org = smallOrg();
    const hook = hookAnswering({});
    const [row] = await play({ people: rowsOf({ email: 'ANN@example.com' }), org, hook });
    expect(row).toMatchObject({ outcome: 'linked', linkTarget: org.find('ann@example.com')?.id });
    expect(hook.asked[0]?.data).toMatchObject({
      action: { result: 'LINK_USER' },
      user: { id: row?.linkTarget },
      context: { conflicts: [], policy: ['EMAIL'], matches: [{ id: row?.linkTarget }] },
    });
  });

  it('is created when nobody matches, with the conflict that Okta would report', async () => {
    const hook = hookAnswering({}, {});
    const rows = await play({
      people: rowsOf({ email: 'bob@example.com' }, { email: 'José@Example.com' }),
      org: smallOrg(),
      hook,
    });
    expect(outcomes(rows)).toEqual(['created', 'left for review']);
    expect(hook.asked.map(({ data }) => data.context.conflicts)).toEqual([[], ['login']]);
  });

  it('waits for review when several match, or when only the name does, unless the hook decides', async () => {
    const org = orgOf(
      { login: 'a@example.com', email: 'x@example.com' },
      { login: 'b@example.com', email: 'x@example.com' },
    );
    const [several] = await play({ people: rowsOf({ email: 'x@example.com' }), org, hook: hookAnswering() });
    expect(several).toMatchObject({ outcome: 'left for review', reason: 'it matches several people' });
    const names = {
      org: orgOf({ login: 'a@example.com' }),
      settings: matching('EMAIL', 'FIRST_AND_LAST_NAME'),
    };
    const [partial] = await play({ ...names, people: rowsOf(person), hook: hookAnswering() });
    expect(partial).toMatchObject({ outcome: 'left for review', reason: 'it matches partially' });
    const create = { commands: [{ type: 'com.okta.action.update', value: { result: 'CREATE_USER' } }] };
    const [created] = await play({ ...names, people: rowsOf(person), hook: hookAnswering(create) });
    expect(created).toMatchObject({ outcome: 'created', action: 'CREATE_USER' });
  });

  it('may match by login or any attribute; a name counts only when nothing exact does', async () => {
    const org = orgOf({ login: 'a@example.com', employeeNumber: 'E1' }, { login: 'b@example.com' });
    const targetOf = async (names: readonly string[], appUser: object) => {
      const [row] = await play({
        people: rowsOf({ ...appUser }),
        org,
        hook: hookAnswering(),
        settings: matching(...names),
      });
      return row?.linkTarget;
    };
    const id = org.find('a@example.com')?.id;
    expect(await targetOf(['USERNAME'], { email: 'Ä@example.com' })).toBe(id);
    expect(
      await targetOf(['employeeNumber', 'FIRST_AND_LAST_NAME'], {
        email: 'c@example.com',
        employeeNumber: 'E1',
      }),
    ).toBe(id);
    expect(
      await targetOf(['employeeNumber'], { email: 'c@example.com', employeeNumber: 'e1' }),
    ).toBeUndefined();
  });

  it('gets another login from the service, and the row says which rule and why', async () => {
    const org = smallOrg();
    const people = rowsOf({ email: 'bob@example.com' }, { email: 'bob@example.com' });
    const [first, second] = await play({ people, org, hook: hookWith(org) });
    expect(first).toMatchObject({ outcome: 'created', loginAfter: 'bob@example.com', notes: [] });
    expect(second).toMatchObject({
      outcome: 'created',
      loginBefore: 'bob@example.com',
      loginAfter: 'bob2@example.com',
      rules: ['unique-login'],
      changes: [{ path: 'user.login', before: 'bob@example.com', after: 'bob2@example.com' }],
    });
    expect(second?.notes).toContain('collides with row 2');
    expect(second?.candidates.at(-1)).toEqual({
      label: 'number 2',
      login: 'bob2@example.com',
      outcome: 'chosen',
    });
  });

  it('makes a short name ambiguous, in the org or in the file', async () => {
    const people = rowsOf(
      { email: 'ann@example.org' },
      { email: 'bob@example.com' },
      { email: 'Bob@example.org' },
    );
    const rows = await play({ people, org: smallOrg(), hook: hookAnswering() });
    expect(rows.map(({ notes }) => notes)).toEqual([
      ['short name becomes ambiguous'],
      [],
      ['short name becomes ambiguous'],
    ]);
  });

  it('is a weak owner without an external id, and fails with one that an earlier row has', async () => {
    const org = smallOrg();
    const people = rowsOf(
      { email: 'a@example.com', externalId: null },
      { email: 'b@example.com', externalId: 'x' },
      { email: 'c@example.com', externalId: 'x' },
    );
    const rows = await play({ people, org, hook: hookWith(org) });
    expect(rows[0]?.notes).toEqual(['weak owner']);
    expect(rows[2]).toMatchObject({ outcome: 'failed', reason: 'row 3 has this external id' });
  });

  it('fails when Okta would refuse the profile, in words without a value', async () => {
    const people = rowsOf(
      { email: null },
      { email: 'no address' },
      { email: 'x@example.com', lastName: null },
    );
    const rows = await play({ people, org: smallOrg(), hook: hookAnswering() });
    expect(outcomes(rows)).toEqual(['failed', 'failed', 'failed']);
    expect(rows.map(({ reason }) => reason)).toEqual([
      'no login',
      'login: Does not match required pattern; email: Does not match required pattern',
      'lastName: The field cannot be left blank',
    ]);
  });

  it('maps a changed app profile again, and what is written to the Okta profile directly stands above it', async () => {
    const app = { type: 'com.okta.appUser.profile.update', value: { email: 'new@example.com', title: 'Dr' } };
    const user = { type: 'com.okta.user.profile.update', value: { login: 'own@example.com' } };
    const hook = hookAnswering({ commands: [app] }, { commands: [app, user] });
    const [mapped, own] = await play({
      people: rowsOf(person, { email: 'b@example.com' }),
      org: orgOf(),
      hook,
    });
    expect(mapped?.loginAfter).toBe('new@example.com');
    expect(own?.loginAfter).toBe('own@example.com');
  });
});

describe('an answer that contradicts Okta’s rules', () => {
  const command = (name: string, value: unknown) => ({ type: `com.okta.${name}`, value });
  const link = command('action.update', { result: 'LINK_USER' });
  const bad: readonly (readonly [reason: string, answer: unknown])[] = [
    ['LINK_USER without an id', { commands: [link] }],
    [
      'somebody whom the org does not have',
      { commands: [link, command('user.update', { id: '00unobody' })] },
    ],
    ['without LINK_USER', { commands: [command('user.update', { id: '00u1' })] }],
    ['without an id', { commands: [link, command('user.update', {})] }],
    ['unknown command', { commands: [command('user.profile.update.import', {})] }],
    ['unknown command', { commands: [{ type: 'toString', value: {} }] }],
    ['unknown action', { commands: [command('action.update', { result: 'DELETE_USER' })] }],
    ['without a value', { commands: [command('user.profile.update', null)] }],
    ['no list', { commands: {} }],
    ['no object', 'yes'],
    [
      'chose a login, but the login is taken',
      { commands: [command('user.profile.update', { login: 'ann@example.com' })] },
    ],
    ['Does not match required pattern', { commands: [command('user.profile.update', { login: 'x' })] }],
  ];

  it.each(bad)('fails the row, and the login stays free: %s', async (reason, answer) => {
    const people = rowsOf({ email: 'bob@example.com' }, { email: 'bob@example.com' });
    const [row, next] = await play({ people, org: smallOrg(), hook: hookAnswering(answer, {}) });
    expect(row).toMatchObject({ outcome: 'failed', reason: expect.stringContaining(reason) });
    expect(row?.action).toBeUndefined();
    expect(next).toMatchObject({ outcome: 'created', loginAfter: 'bob@example.com' });
  });
});

describe('a hook that does not help', () => {
  const error = { error: { errorSummary: 'not imported' } };
  const people = () => rowsOf({ email: 'bob@example.com' }, { email: 'bob@example.com' });

  it('answers with an error: Okta creates the person all the same, or not, as one assumes', async () => {
    const options = { org: smallOrg(), people: people() };
    const created = await play({ ...options, hook: hookAnswering(error, error) });
    expect(created[0]).toMatchObject({
      outcome: 'error answered',
      action: 'CREATE_USER',
      reason: 'not imported',
    });
    expect(created[1]).toMatchObject({
      outcome: 'error answered',
      reason: 'not imported; row 2 has the login',
    });
    const skipped = await play({
      ...options,
      people: people(),
      hook: hookAnswering(error, {}),
      onError: 'skip',
    });
    expect(skipped[0]?.action).toBeUndefined();
    expect(outcomes(skipped)).toEqual(['error answered', 'created']);
  });

  it('does not answer: Okta goes on without it, and reports the conflict to the next who wants the login', async () => {
    const asked: unknown[] = [];
    const hook = {
      ask: async ({ data }: { data: { context: { conflicts: unknown } } }) => {
        asked.push(data.context.conflicts);
        return { kind: 'no answer', reason: 'timeout', milliseconds: 3_000 } as const;
      },
    };
    const [row] = await play({ people: people(), org: smallOrg(), hook });
    expect(row).toMatchObject({
      outcome: 'failed',
      action: 'CREATE_USER',
      reason: 'no answer from the hook: timeout',
    });
    expect(asked).toEqual([[], ['login']]);
  });
});

describe('a rehearsal', () => {
  const person = profileOf({ login: 'bob@example.com' });
  async function* broken() {
    yield* rowsOf(person);
    yield { row: 3, problem: 'an empty line' };
    yield { row: 4, appUser: { ...person, externalId: 'e9' } };
  }

  it('goes on behind a row that is no person, and stops there when it is strict', async () => {
    const rows = await play({ people: broken(), org: smallOrg(), hook: hookAnswering() });
    expect(rows[1]).toMatchObject({ row: 3, outcome: 'failed', reason: 'an empty line' });
    expect(rows).toHaveLength(3);
    const hook = hookAnswering();
    const strict = play({ people: broken(), org: smallOrg(), hook, strict: true });
    await expect(strict).rejects.toMatchObject({ code: 'ERR_ROW_UNUSABLE', row: 3 });
    expect(hook.asked).toHaveLength(1);
  });

  it('that is strict stops at an external id that was there before, after the rows above it', async () => {
    const people = rowsOf(
      { email: 'a@example.com', externalId: 'x' },
      { email: 'b@example.com', externalId: 'x' },
    );
    const signal = new AbortController().signal;
    const work = rehearse({
      people,
      org: smallOrg(),
      hook: hookAnswering(),
      strict: true,
      workers: 4,
      signal,
    });
    expect((await work.next()).value).toMatchObject({ row: 2, outcome: 'created' });
    await expect(work.next()).rejects.toMatchObject({ code: 'ERR_ROW_UNUSABLE', row: 3 });
  });

  it('leaves no rejection behind when it is stopped between two rows', async () => {
    const controller = new AbortController();
    let calls = 0;
    const hook: ImportHook = {
      ask: (request, signal) =>
        calls++ === 0
          ? hookAnswering({}).ask(request)
          : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    };
    const people = rowsOf(...['a', 'b', 'c', 'd'].map((name) => ({ email: `${name}@a.example.com` })));
    const work = rehearse({ people, org: smallOrg(), hook, workers: 3, signal: controller.signal });
    await work.next();
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    controller.abort(new Error('stopped'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    await expect(work.next()).rejects.toThrow('stopped');
    expect(unhandled).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    const hook = hookAnswering();
    await expect(
      play({ people: broken(), org: smallOrg(), hook, signal: controller.signal }),
    ).rejects.toThrow('stopped');
    expect(hook.asked).toEqual([]);
  });

  it('has as many calls under way as there are workers, and no more', async () => {
    let underWay = 0;
    let most = 0;
    const hook = {
      ask: async () => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        const trace = { rules: [], candidates: [], notes: [] };
        return { kind: 'answered', body: {}, trace, milliseconds: 0 } as const;
      },
    };
    const people = rowsOf(...Array.from({ length: 20 }, (_, index) => ({ email: `p${index}@example.com` })));
    await play({ people, org: smallOrg(), hook, workers: 4 });
    expect(most).toBe(4);
  });

  it('plays a rule that refuses people as an error answered', async () => {
    const org = smallOrg();
    const rules = `${UNIQUE_LOGIN}  - name: refuse\n    fail: '"not today"'\n`;
    const [row] = await play({ people: rowsOf(person), org, hook: hookWith(org, rules) });
    expect(row).toMatchObject({ outcome: 'error answered', reason: 'not today', rules: ['refuse'] });
  });
});
