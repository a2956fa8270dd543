import { describe, expect, it } from '@jest/globals';
import type { LoginDirectory } from '../../lambda/logins/directory.ts';
import { LedgerUnavailable } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { directoryHolding, steppedLedger } from '../logins/law-world.ts';
import { commandsIn, errorIn, loginIn, serviceWith, UNIQUE_LOGIN } from './world.ts';

const conflicts = ['login'];
const silentDirectory: LoginDirectory = {
  kind: 'okta',
  lookup: async (logins) => logins.map(() => ({ state: 'unknown' })),
};
const brokenLedger = () =>
  steppedLedger(
    createMemoryLedger(),
    () => Promise.reject(new LedgerUnavailable('NoNetwork')),
    async () => {},
  );

describe('the trace of a decision', () => {
  it('has every rule with what it read, and why it did not fire', async () => {
    const decision = await serviceWith(`attributes: [appUser.grade]
rules:
  - name: never
    when: 'action == "LINK_USER"'
    stop: true
  - name: missing
    when: 'appUser.grade == "7"'
    stop: true
  - name: faulty
    when: 'user.email > 1'
    stop: true
  - name: always
    set: { user.department: 'user.email' }
    stop: true
  - name: too-late
    set: { user.department: '"x"' }
`)({});
    expect(decision.trace.rules).toEqual([
      { rule: 'never', outcome: 'did not fire', notes: [], reads: [] },
      {
        rule: 'missing',
        outcome: 'not applicable',
        notes: ['when: no appUser.grade'],
        reads: ['appUser.grade'],
      },
      {
        rule: 'faulty',
        outcome: 'error',
        notes: [expect.stringMatching(/^when: [a-z_]+/)],
        reads: ['user.email'],
      },
      { rule: 'always', outcome: 'fired', notes: [], reads: ['user.email'] },
    ]);
    expect(decision).toMatchObject({ outcome: 'changed', ruleErrors: 1, attributes: ['user.department'] });
  });

  it('has the candidates that were passed over on the way, and those that were tried', async () => {
    const rules = `${UNIQUE_LOGIN.replace('candidates:', `candidates:\n        - '"no address"'\n        - 'user.email > 1 ? "a" : "b"'`)}`;
    const decide = serviceWith(rules, {
      directory: directoryHolding(new Set(['sally.jo.admin@example.com'])),
    });
    const { trace } = await decide({ conflicts, appUser: { middleName: 'Jo' } });
    expect(trace.skipped).toEqual([
      { label: 'candidate 1', after: 0, outcome: 'invalid' },
      { label: 'candidate 2', after: 0, outcome: 'error' },
    ]);
    expect(trace.tried).toEqual([
      { label: 'candidate 3', login: 'sally.jo.admin@example.com', outcome: 'held in Okta' },
      { label: 'candidate 4', login: 'sally.j.admin@example.com', outcome: 'chosen' },
    ]);
    const { trace: without } = await decide({ conflicts, appUser: { externalId: '2' } });
    expect(without.skipped.map(({ label, outcome, missing }) => [label, outcome, missing])).toEqual([
      ['candidate 1', 'invalid', undefined],
      ['candidate 2', 'error', undefined],
      ['candidate 3', 'not applicable', 'appUser.middleName'],
      ['candidate 4', 'not applicable', 'appUser.middleName'],
    ]);
    expect(without.tried.at(-1)).toMatchObject({ label: 'number 2', outcome: 'chosen' });
  });

  it('has no candidates behind the one that was chosen', async () => {
    const rules = UNIQUE_LOGIN.replace('      numbered:', `        - '"no address"'\n      numbered:`);
    const { trace } = await serviceWith(rules)({ conflicts, appUser: { middleName: 'Jo' } });
    expect(trace.skipped).toEqual([]);
  });

  it('says whether directory and ledger were asked, and what they could not say', async () => {
    const asked = await serviceWith(UNIQUE_LOGIN, { directory: directoryHolding(new Set()) })({ conflicts });
    expect(asked.trace).toMatchObject({ directory: 'okta', ledger: 'asked', notes: [] });
    const linked = await serviceWith(UNIQUE_LOGIN)({
      action: 'LINK_USER',
      userId: '00u1',
      matches: ['00u1'],
    });
    expect(linked.trace).toMatchObject({ directory: 'none', ledger: 'not asked', skipped: [], tried: [] });
    const silent = await serviceWith(UNIQUE_LOGIN, { directory: silentDirectory })({ conflicts });
    expect(silent.trace.directory).toBe('degraded');
  });
});

describe('while the directory cannot say', () => {
  const decide = (whenUnknown: string) =>
    serviceWith(`whenUnknown: ${whenUnknown}\n${UNIQUE_LOGIN}`, { directory: silentDirectory })({
      conflicts,
    });

  it.each([
    ['claim', 'changed', 'resolved'],
    ['fail', 'error', 'none'],
    ['default', 'unchanged', 'left'],
  ])('%s: %s, the login is %s', async (whenUnknown, outcome, login) => {
    const decision = await decide(whenUnknown);
    expect(decision).toMatchObject({
      outcome,
      login,
      attributes: outcome === 'changed' ? ['user.login'] : [],
    });
    expect(errorIn(decision)).toBe(outcome === 'error' ? 'the login could not be checked' : undefined);
    expect(decision.answer.debugContext?.['directory']).toBe('unknown');
  });
});

describe('while the ledger cannot be asked', () => {
  it('a login that the directory calls free is used unclaimed, and that is said', async () => {
    const world = { ledger: brokenLedger(), directory: directoryHolding(new Set()) };
    const decision = await serviceWith(UNIQUE_LOGIN, world)({ conflicts, appUser: { middleName: 'Jo' } });
    expect(loginIn(decision)).toBe('sally.jo.admin@example.com');
    expect(decision.trace).toMatchObject({ ledger: 'degraded', notes: ['unclaimed'] });
  });

  it('without a directory the login stays as Okta sent it', async () => {
    const decision = await serviceWith(UNIQUE_LOGIN, { ledger: brokenLedger() })({ conflicts });
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'left', trace: { ledger: 'degraded' } });
    const calm = await serviceWith(UNIQUE_LOGIN, { ledger: brokenLedger() })({});
    expect(calm).toMatchObject({ outcome: 'unchanged', login: 'kept' });
  });

  it('a refusal says that what was promised could not be given back', async () => {
    const refuse = `rules:\n  - name: refuse\n    fail: '"not imported"'\n`;
    const decision = await serviceWith(refuse, { ledger: brokenLedger() })({});
    expect(errorIn(decision)).toBe('not imported');
    expect(decision.trace.ledger).toBe('degraded');
  });
});

describe('a text of the rules that cannot be evaluated', () => {
  it('still refuses, in words of our own', async () => {
    const refuse = `rules:\n  - name: refuse\n    fail: 'user.costCenter + "!"'\n`;
    expect(errorIn(await serviceWith(refuse)({}))).toBe('refused by rule "refuse"');
  });

  it('still ends a search in which nothing was free', async () => {
    const rules = `${UNIQUE_LOGIN.replace('to: 99999', 'to: 2')}    otherwise: 'user.costCenter'\n`;
    const decide = serviceWith(rules);
    await decide({ conflicts, appUser: { externalId: '1' } });
    expect(errorIn(await decide({ conflicts, appUser: { externalId: '2' } }))).toBe('no free login');
  });
});

describe('link and create in one run', () => {
  const both = (first: string, second: string) =>
    `rules:\n  - name: one\n    ${first}\n  - name: two\n    ${second}\n`;
  const [link, create] = ["link: 'matches[0].id'", 'create: true'];

  it('the last one wins', async () => {
    const matched = { matches: ['00u1'] };
    expect(await serviceWith(both(create, link))(matched)).toMatchObject({
      outcome: 'linked',
      login: 'none',
    });
    const created = await serviceWith(both(link, create))(matched);
    expect(created).toMatchObject({ outcome: 'unchanged', login: 'kept' });
    expect(commandsIn(created)).toEqual([]);
  });

  it('a link to the user whom Okta has matched already changes nothing', async () => {
    const decision = await serviceWith(`rules:\n  - name: one\n    link: '"00u1"'\n`)({
      action: 'LINK_USER',
      userId: '00u1',
    });
    expect(commandsIn(decision)).toEqual([]);
    expect(decision).toMatchObject({
      outcome: 'unchanged',
      trace: { rules: [{ outcome: 'fired', notes: [] }] },
    });
  });

  it('a link to another match names action and user', async () => {
    const decision = await serviceWith(`rules:\n  - name: one\n    link: 'matches[1].id'\n`)({
      action: 'LINK_USER',
      userId: '00u1',
      matches: ['00u1', '00u2'],
    });
    expect(commandsIn(decision)).toEqual([
      { type: 'com.okta.action.update', value: { result: 'LINK_USER' } },
      { type: 'com.okta.user.update', value: { id: '00u2' } },
    ]);
  });
});
