import { describe, expect, it } from '@jest/globals';
import type { LoginWorld } from '../../lambda/logins/choose.ts';
import type { LoginDirectory } from '../../lambda/logins/directory.ts';
import { LedgerUnavailable } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { directoryHolding, steppedLedger } from '../logins/law-world.ts';
import { commandsIn, errorIn, loginIn, type Person, serviceWith, UNIQUE_LOGIN } from './world.ts';

const conflicts = ['login'];
const SENT = 'sally.admin@example.com';

/** What the second of two people of one name gets, of whom Okta reported no conflict. */
async function second(yaml: string, person: Person = {}) {
  const decide = serviceWith(yaml);
  const first = await decide({ appUser: { externalId: '1' } });
  expect(first.login).toBe('kept');
  return decide({ ...person, appUser: { externalId: '2', ...person.appUser } });
}

const onConflict = (action: string) =>
  `rules:\n  - name: clash\n    when: 'action == "CREATE_USER" && "login" in conflicts'\n    ${action}\n`;

describe('a login that turns out to be somebody else’s, although Okta reported no conflict', () => {
  it('is replaced by what the rules set in a conflict', async () => {
    const decision = await second(onConflict(`set: { user.login: '"other@example.com"' }`));
    expect(loginIn(decision)).toBe('other@example.com');
    expect(decision.trace.tried.map(({ label, outcome }) => [label, outcome])).toEqual([
      ['as sent', 'claimed by another'],
      ['as set', 'chosen'],
    ]);
    expect(decision).toMatchObject({ outcome: 'changed', login: 'resolved' });
  });

  it('lets the rules refuse the person, and leaves the first one alone', async () => {
    const decision = await second(onConflict(`fail: '"two of one name"'`));
    expect(errorIn(decision)).toBe('two of one name');
    expect(decision.trace.tried.map(({ label }) => label)).toEqual(['as sent']);
  });

  it('lets the rules link the person instead', async () => {
    const decision = await second(onConflict(`link: 'matches[0].id'`), { matches: ['00u1'] });
    expect(decision).toMatchObject({ outcome: 'linked', login: 'none' });
    expect(commandsIn(decision)).toHaveLength(2);
  });

  it('stays as it was sent where the rules have nothing to say of conflicts, and that is a conflict left', async () => {
    const decision = await second(`rules:\n  - name: r\n    set: { user.department: '"Sales"' }\n`);
    expect(decision).toMatchObject({ outcome: 'changed', login: 'left' });
    expect(decision.answer.debugContext?.['login']).toBe('conflict left');
  });

  it('shows the candidates that were passed over behind the login that was sent', async () => {
    const rules = UNIQUE_LOGIN.replace('candidates:', `candidates:\n        - '"no address"'`);
    const decision = await second(rules);
    expect(decision.trace.skipped.map(({ label, after, outcome }) => [label, after, outcome])).toEqual([
      ['candidate 1', 1, 'invalid'],
      ['candidate 2', 1, 'not applicable'],
      ['candidate 3', 1, 'not applicable'],
    ]);
    expect(decision.trace.notes).toEqual(['the rules ran again as if the login were in conflict']);
    const calm = await serviceWith(rules)({});
    expect([calm.trace.skipped, calm.trace.notes]).toEqual([[], []]);
  });
});

describe('a login that is somebody else’s, where nothing else could be found out', () => {
  const lost = async (yaml: string, after: Partial<LoginWorld>) => {
    const ledger = createMemoryLedger();
    await serviceWith(yaml, { ledger })({ appUser: { externalId: '1' } });
    return serviceWith(yaml, { ledger, ...after })({ appUser: { externalId: '2' } });
  };
  const silent: LoginDirectory = {
    kind: 'okta',
    lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
  };

  it('is a conflict left, when no directory says whether another login is free', async () => {
    const decision = await lost(`whenUnknown: default\n${UNIQUE_LOGIN}`, { directory: silent });
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'left' });
    expect(decision.answer.debugContext?.['login']).toBe('conflict left');
  });

  it.each([
    ['default', { outcome: 'unchanged', login: 'left' }],
    ['claim', { outcome: 'unchanged', login: 'left' }],
    ['fail', { outcome: 'error' }],
  ])('is not given away when the ledger stops answering at the numbers: whenUnknown %s', async (how, end) => {
    const ledger = createMemoryLedger();
    await serviceWith(UNIQUE_LOGIN, { ledger })({ appUser: { externalId: '1' } });
    const failing = { ...ledger, takeNumbers: () => Promise.reject(new LedgerUnavailable('throttled')) };
    const decide = serviceWith(`whenUnknown: ${how}\n${UNIQUE_LOGIN}`, { ledger: failing });
    const decision = await decide({ appUser: { externalId: '2' } });
    expect(decision).toMatchObject(end);
    expect(decision.trace.ledger).toBe('degraded');
    expect(decision.answer.debugContext?.['candidates']).toContain('as sent: claimed by another');
  });

  it('is not given away by a last look that the ledger does not answer', async () => {
    const yaml = `rules:
  - name: s
    set: { user.login: '"other@example.com"' }
${onConflict(`login:\n      candidates: ['"${SENT}"']`).replace('rules:\n', '')}`;
    const ledger = createMemoryLedger();
    await serviceWith('rules: []', { ledger })({ appUser: { externalId: '1' } });
    let looks = 0;
    const failing = steppedLedger(
      ledger,
      async (method) => {
        if (method === 'promiseOf' && looks++ > 0) throw new LedgerUnavailable('throttled');
      },
      async () => {},
    );
    const directory = directoryHolding(new Set(['other@example.com']));
    const decision = await serviceWith(yaml, { ledger: failing, directory })({
      appUser: { externalId: '2' },
    });
    expect(looks).toBeGreaterThan(1);
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'left' });
  });
});

describe('a login that rules set', () => {
  const setting = (login: string) => `rules:\n  - name: s\n    set: { user.login: '"${login}"' }\n`;

  it('that folds like the one Okta sent is that one, checked by Okta', async () => {
    const directory = directoryHolding(new Set([SENT]));
    const decision = await serviceWith(setting('SALLY.Admin@example.com'), { directory })({});
    expect(loginIn(decision)).toBe('SALLY.Admin@example.com');
    expect(decision).toMatchObject({ outcome: 'changed', login: 'kept' });
    expect(decision.trace.tried).toEqual([{ label: 'as sent', login: SENT, outcome: 'chosen' }]);
  });

  it('is tried under its own name', async () => {
    const { trace } = await serviceWith(setting('other@example.com'))({});
    expect(trace.tried).toEqual([{ label: 'as set', login: 'other@example.com', outcome: 'chosen' }]);
    expect(trace.skipped).toEqual([]);
  });

  it('that is invalid gives way to the one Okta sent, unless that is in conflict', async () => {
    const calm = await serviceWith(setting('x'))({});
    expect(calm).toMatchObject({ outcome: 'unchanged', login: 'kept' });
    expect(calm.trace.skipped).toEqual([{ label: 'as set', after: 0, outcome: 'invalid' }]);
    const clash = await serviceWith(setting('x'))({ conflicts });
    expect(clash).toMatchObject({ outcome: 'unchanged', login: 'left', trace: { tried: [] } });
  });

  it('and that somebody holds gives way to the one Okta sent, which is claimed too', async () => {
    const ledger = createMemoryLedger();
    const directory = directoryHolding(new Set(['other@example.com']));
    const decision = await serviceWith(setting('other@example.com'), { directory, ledger })({});
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'kept' });
    expect(decision.trace.tried.map(({ label, outcome }) => [label, outcome])).toEqual([
      ['as set', 'held in Okta'],
      ['as sent', 'chosen'],
    ]);
    expect(await ledger.claimOf(SENT, new AbortController().signal)).toBeDefined();
  });

  it('and that somebody holds, while the one Okta sent is somebody else’s, leaves a conflict', async () => {
    const ledger = createMemoryLedger();
    await serviceWith('rules: []', { ledger })({ appUser: { externalId: '1' } });
    const directory = directoryHolding(new Set(['other@example.com']));
    const decision = await serviceWith(setting('other@example.com'), { directory, ledger })({
      appUser: { externalId: '2' },
    });
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'left' });
  });
});

describe('the same person again', () => {
  const again = async (before: string, after: string, person: Person = {}) => {
    const ledger = createMemoryLedger();
    const given = { conflicts, appUser: { externalId: '1', middleName: null }, ...person };
    const first = loginIn(await serviceWith(before, { ledger })(given));
    return [first, loginIn(await serviceWith(after, { ledger })(given))];
  };

  it('gets the same login by the same rules', async () => {
    expect(await again(UNIQUE_LOGIN, UNIQUE_LOGIN)).toEqual([
      'sally.admin2@example.com',
      'sally.admin2@example.com',
    ]);
  });

  it.each([
    ['other numbers', 'from: 2', 'from: 3', 'sally.admin3@example.com'],
    ['an end of the numbers', 'to: 99999', 'to: 50', 'sally.admin3@example.com'],
    ['another form of the number', 'string(n) + "@"', '"-" + string(n) + "@"', 'sally.admin-2@example.com'],
    ['another candidate', 'appUser.middleName)', '"new")', 'sally.new.admin@example.com'],
  ])('is decided about afresh after a change of the rules: %s', async (_, from, to, login) => {
    const [first, next] = await again(UNIQUE_LOGIN, UNIQUE_LOGIN.replace(from, to));
    expect(first).toBe('sally.admin2@example.com');
    expect(next).toBe(login);
  });
});
