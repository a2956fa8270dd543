import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { directoryHolding } from '../logins/law-world.ts';
import { commandsIn, errorIn, loginIn, serviceWith, UNIQUE_LOGIN } from './world.ts';

const conflicts = ['login'];

describe('the shipped rule', () => {
  it('infixes the middle name, then its initial, then numbers from 2', async () => {
    const decide = serviceWith(UNIQUE_LOGIN);
    const withMiddle = (externalId: string) =>
      decide({ conflicts, appUser: { externalId, middleName: 'Jo' } });
    expect(loginIn(await withMiddle('1'))).toBe('sally.jo.admin@example.com');
    expect(loginIn(await withMiddle('2'))).toBe('sally.j.admin@example.com');
    expect(loginIn(await withMiddle('3'))).toBe('sally.admin2@example.com');
    expect(loginIn(await decide({ conflicts, appUser: { externalId: '4' } }))).toBe(
      'sally.admin3@example.com',
    );
  });

  it('changes nobody whose login is free', async () => {
    const decision = await serviceWith(UNIQUE_LOGIN)({});
    expect(commandsIn(decision)).toEqual([]);
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'kept' });
  });

  it('gives two people of one name two logins although Okta saw no conflict yet', async () => {
    const decide = serviceWith(UNIQUE_LOGIN);
    const first = await decide({ appUser: { externalId: '1' } });
    const second = await decide({ appUser: { externalId: '2' }, user: { login: 'Sally.Admin@example.com' } });
    expect(loginIn(first)).toBeUndefined();
    expect(loginIn(second)).toBe('Sally.Admin2@example.com');
    expect(second.answer.debugContext?.['notes']).toContain('as if the login were in conflict');
  });

  it('answers a repeated call alike, also when Okta reports the conflict only the second time', async () => {
    const decide = serviceWith(UNIQUE_LOGIN);
    await decide({ appUser: { externalId: '1' } });
    const first = await decide({ appUser: { externalId: '2' } });
    const retry = await decide({ appUser: { externalId: '2' }, conflicts });
    expect(loginIn(first)).toBe('sally.admin2@example.com');
    expect(loginIn(retry)).toBe('sally.admin2@example.com');
  });

  it('passes a candidate over that somebody holds in Okta, and says why without a value', async () => {
    const directory = directoryHolding(new Set(['sally.jo.admin@example.com']));
    const decision = await serviceWith(UNIQUE_LOGIN, { directory })({
      conflicts,
      appUser: { middleName: 'Jo' },
    });
    expect(loginIn(decision)).toBe('sally.j.admin@example.com');
    expect(decision.answer.debugContext?.['candidates']).toBe('candidate 1: held in Okta');
    expect(JSON.stringify(decision.answer.debugContext)).not.toMatch(/sally|admin@|\bJo\b/);
  });
});

describe('a login action', () => {
  const limited = (otherwise: string) => `${UNIQUE_LOGIN.replace('to: 99999', 'to: 2')}${otherwise}`;

  it('fails with the text of otherwise when no login is free, and keeps no claim', async () => {
    const ledger = createMemoryLedger();
    const decide = serviceWith(limited(`    otherwise: '"no free login"'\n`), { ledger });
    await decide({ conflicts, appUser: { externalId: '1' } });
    expect(errorIn(await decide({ conflicts, appUser: { externalId: '2' } }))).toBe('no free login');
    const promise = await ledger.promiseOf({ appId: '0oaapp', person: '2' }, new AbortController().signal);
    expect(promise).toBeUndefined();
  });

  it('leaves the login as Okta sent it when there is no otherwise', async () => {
    const decide = serviceWith(limited(''));
    await decide({ conflicts, appUser: { externalId: '1' } });
    const left = await decide({ conflicts, appUser: { externalId: '2' } });
    expect(left).toMatchObject({ outcome: 'unchanged', login: 'left' });
  });

  it('writes the login to every path it names', async () => {
    const decide = serviceWith(`${UNIQUE_LOGIN}      write: [user.login, appUser.userName]\n`);
    expect(commandsIn(await decide({ conflicts }))).toEqual([
      { type: 'com.okta.appUser.profile.update', value: { userName: 'sally.admin2@example.com' } },
      { type: 'com.okta.user.profile.update', value: { login: 'sally.admin2@example.com' } },
    ]);
  });

  it('takes effect once a decision: the first', async () => {
    const second = UNIQUE_LOGIN.replace('rules:\n', '').replace('unique-login', 'again');
    const decision = await serviceWith(UNIQUE_LOGIN + second)({ conflicts });
    expect(loginIn(decision)).toBe('sally.admin2@example.com');
    expect(decision.trace.rules[1]?.notes.join()).toContain('has already asked');
  });

  it('never renames a linked person', async () => {
    const always = UNIQUE_LOGIN.replace(/ +when: .*\n/, '');
    const linked = await serviceWith(always)({ action: 'LINK_USER', userId: '00u1', matches: ['00u1'] });
    expect(commandsIn(linked)).toEqual([]);
  });
});

describe('rules that build the very login Okta reported in conflict', () => {
  const building = UNIQUE_LOGIN.replace(
    'candidates:',
    `candidates:\n        - 'lower(user.firstName) + "." + lower(user.lastName) + "@" + domain(user.login)'`,
  );
  const user = (login: string) => ({ login, firstName: 'Sally', lastName: 'Admin' });

  it.each([
    ['sally.admin@example.com', 'sally.admin2@example.com'],
    ['Sally.Admin@example.com', 'Sally.Admin2@example.com'],
    ['sálly.admin@example.com', 'sálly.admin2@example.com'],
  ])('go on to a number: %s', async (login, numbered) => {
    const decision = await serviceWith(building)({ conflicts, user: user(login) });
    expect(loginIn(decision)).toBe(numbered);
    expect(decision.login).toBe('resolved');
    expect(decision.answer.debugContext?.['candidates']).toContain('candidate 1: held in Okta');
  });

  it('leave the conflict where there is nothing else', async () => {
    const only = building.replace(/ +(- 'infix|numbered|from|to).*\n/g, '');
    const decision = await serviceWith(only)({ conflicts, user: user('sally.admin@example.com') });
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'left' });
  });
});

describe('set', () => {
  const rule = (body: string) => `rules:\n  - name: r\n${body}`;

  it('shows later rules what earlier ones changed', async () => {
    const decide = serviceWith(`rules:
  - name: a
    set: { user.department: '"Sales"' }
  - name: b
    when: 'user.department == "Sales"'
    set: { user.division: 'user.department + " EMEA"' }
`);
    expect(commandsIn(await decide({}))).toEqual([
      { type: 'com.okta.user.profile.update', value: { department: 'Sales', division: 'Sales EMEA' } },
    ]);
  });

  it('sends no command for a value that is there already', async () => {
    const decision = await serviceWith(rule(`    set: { user.email: 'user.email' }\n`))({});
    expect(commandsIn(decision)).toEqual([]);
  });

  it('drops the whole rule when one value does not apply, and names the missing attribute', async () => {
    const decide = serviceWith(
      rule(`    set: { user.division: '"x"', user.department: 'user.costCenter' }\n`),
    );
    const decision = await decide({ user: { costCenter: null } });
    expect(commandsIn(decision)).toEqual([]);
    expect(decision.answer.debugContext?.['passedOver']).toContain('no user.costCenter');
  });

  it('claims a login that it wrote, asks the directory for it, and steps aside when it is taken', async () => {
    const directory = directoryHolding(new Set(['sally@example.com']));
    const yaml = rule(`    set: { user.login: '"sally@example.com"' }\n`);
    const free = await serviceWith(yaml)({});
    expect(loginIn(free)).toBe('sally@example.com');
    const taken = await serviceWith(yaml, { directory })({});
    expect(taken).toMatchObject({ outcome: 'unchanged', login: 'kept' });
  });

  it('takes an invalid login back', async () => {
    const decision = await serviceWith(rule(`    set: { user.login: '"no address"' }\n`))({});
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'kept' });
    expect(decision.answer.debugContext?.['candidates']).toBe('as set: invalid');
  });
});

describe('link and create', () => {
  const link = `attributes: [appUser.linkTo]
rules:
  - name: link
    link: 'appUser.linkTo'
`;

  it('links to a match, with the id that LINK_USER needs', async () => {
    const decision = await serviceWith(link)({ matches: [{ id: '00u1' }], appUser: { linkTo: '00u1' } });
    expect(decision.outcome).toBe('linked');
    expect(commandsIn(decision)).toEqual([
      { type: 'com.okta.action.update', value: { result: 'LINK_USER' } },
      { type: 'com.okta.user.update', value: { id: '00u1' } },
    ]);
  });

  it('refuses to link to anybody who is no match, whatever the data says', async () => {
    const decision = await serviceWith(link)({ matches: ['00u1'], appUser: { linkTo: '00uadmin' } });
    expect(commandsIn(decision)).toEqual([]);
    expect(decision.trace.rules[0]?.notes).toEqual(['link refused: not a match']);
  });

  it('create overrides the match Okta made, and claims the login', async () => {
    const ledger = createMemoryLedger();
    const decide = serviceWith('rules:\n  - name: new\n    create: true\n', { ledger });
    const decision = await decide({ action: 'LINK_USER', userId: '00u1', matches: ['00u1'] });
    expect(commandsIn(decision)).toEqual([
      { type: 'com.okta.action.update', value: { result: 'CREATE_USER' } },
    ]);
    expect(await ledger.claimOf('sally.admin@example.com', new AbortController().signal)).toBeDefined();
  });
});

describe('fail', () => {
  const refuse = (when: string) => `rules:
  - name: refuse
    when: '${when}'
    fail: '"not imported"'
  - name: after
    set: { user.department: '"x"' }
`;

  it('answers with the text, ends the run and claims nothing', async () => {
    const ledger = createMemoryLedger();
    const decision = await serviceWith(refuse('true'), { ledger })({});
    expect(errorIn(decision)).toBe('not imported');
    expect(decision.trace.rules.map(({ rule }) => rule)).toEqual(['refuse']);
    expect(await ledger.claimOf('sally.admin@example.com', new AbortController().signal)).toBeUndefined();
  });

  it('gives back what an earlier call had claimed', async () => {
    const ledger = createMemoryLedger();
    await serviceWith(UNIQUE_LOGIN, { ledger })({});
    await serviceWith(refuse('true'), { ledger })({});
    expect(await ledger.claimOf('sally.admin@example.com', new AbortController().signal)).toBeUndefined();
  });

  it('does not fire on a missing attribute, and never fails open on a faulty expression', async () => {
    expect(errorIn(await serviceWith(refuse('user.costCenter == "1"'))({}))).toBeUndefined();
    const faulty = await serviceWith(refuse('user.email > 1'))({});
    expect(errorIn(faulty)).toBe('rule "refuse" could not be evaluated');
    expect(faulty.ruleErrors).toBe(1);
  });
});

describe('a rule with several actions', () => {
  it('refuses the person also when a value it sets does not apply', async () => {
    const yaml = `rules:
  - name: refuse
    set: { user.division: 'user.costCenter' }
    fail: '"not imported"'
`;
    expect(errorIn(await serviceWith(yaml)({}))).toBe('not imported');
  });

  it('creates first, so that the person it creates instead of linking gets a login', async () => {
    const yaml = UNIQUE_LOGIN.replace(/ +when: .*\n/, '    create: true\n');
    const decision = await serviceWith(yaml)({ action: 'LINK_USER', userId: '00u1', matches: ['00u1'] });
    expect(loginIn(decision)).toBe('sally.admin2@example.com');
  });
});

describe('who a person is', () => {
  it('is the person expression within the application', async () => {
    const decide = serviceWith(`person: appUser.userName\n${UNIQUE_LOGIN}`);
    const first = await decide({ conflicts, appUser: { externalId: '1', userName: 'u' } });
    const again = await decide({ conflicts, appUser: { externalId: '2', userName: 'u' } });
    expect(loginIn(again)).toBe(loginIn(first));
  });

  it('is weak without one: the same app profile in any order is the same person, and the trace says so', async () => {
    const decide = serviceWith(UNIQUE_LOGIN);
    const first = await decide({ conflicts, appUser: { externalId: null, a: 1, b: 2 } });
    const again = await decide({ conflicts, appUser: { b: 2, a: 1, externalId: null } });
    const other = await decide({ conflicts, appUser: { externalId: null, a: 1, b: 3 } });
    expect(first.trace.notes).toContain('weak owner');
    expect(loginIn(again)).toBe(loginIn(first));
    expect(loginIn(other)).not.toBe(loginIn(first));
  });
});
