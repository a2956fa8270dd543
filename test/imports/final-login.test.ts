import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { directoryHolding } from '../logins/law-world.ts';
import { commandsIn, errorIn, loginIn, serviceWith, UNIQUE_LOGIN } from './world.ts';

const conflicts = ['login'];
const signal = new AbortController().signal;

describe('rules after a login action', () => {
  const followed = `${UNIQUE_LOGIN}      write: [user.login, appUser.userName]
  - name: follow
    set: { user.email: 'user.login', user.nickName: 'appUser.userName' }
`;

  it('see the login that was promised, never one that is somebody else’s', async () => {
    const decide = serviceWith(followed);
    await decide({ conflicts, appUser: { externalId: '1' } });
    const login = 'sally.admin3@example.com';
    expect(commandsIn(await decide({ conflicts, appUser: { externalId: '2' } }))).toEqual([
      { type: 'com.okta.appUser.profile.update', value: { userName: login } },
      { type: 'com.okta.user.profile.update', value: { login, email: login, nickName: login } },
    ]);
  });

  it('see the login that Okta sent when nobody else’s is free', async () => {
    const decide = serviceWith(followed.replace('to: 99999', 'to: 2'));
    await decide({ conflicts, appUser: { externalId: '1' } });
    const left = await decide({ conflicts, appUser: { externalId: '2' } });
    expect(left.login).toBe('left');
    expect(commandsIn(left)).toEqual([
      { type: 'com.okta.user.profile.update', value: { nickName: 'sally' } },
    ]);
  });

  it('leave no trace of a login in a person whom one of them links', async () => {
    const decide = serviceWith(`${followed}  - name: link\n    link: 'matches[0].id'\n`);
    expect(commandsIn(await decide({ conflicts, matches: ['00u1'] }))).toEqual([
      { type: 'com.okta.user.profile.update', value: { nickName: 'sally' } },
      { type: 'com.okta.action.update', value: { result: 'LINK_USER' } },
      { type: 'com.okta.user.update', value: { id: '00u1' } },
    ]);
  });

  it('link a person because of the login that was asked for, and nobody is renamed', async () => {
    const linked = `${UNIQUE_LOGIN}  - name: link\n    when: 'glob(user.login, "*2@*")'\n    link: 'matches[0].id'\n`;
    expect(commandsIn(await serviceWith(linked)({ conflicts, matches: ['00u1'] }))).toEqual([
      { type: 'com.okta.action.update', value: { result: 'LINK_USER' } },
      { type: 'com.okta.user.update', value: { id: '00u1' } },
    ]);
  });

  it('may refuse the login that was promised, which is then given back', async () => {
    const ledger = createMemoryLedger();
    const refusing = `${UNIQUE_LOGIN}  - name: two\n    when: 'glob(user.login, "*3@*")'\n    fail: '"too many"'\n`;
    const decide = serviceWith(refusing, { ledger });
    expect(errorIn(await decide({ conflicts, appUser: { externalId: '1' } }))).toBeUndefined();
    expect(errorIn(await decide({ conflicts, appUser: { externalId: '2' } }))).toBe('too many');
    expect(await ledger.claimOf('sally.admin2@example.com', signal)).toBeDefined();
    expect(await ledger.claimOf('sally.admin3@example.com', signal)).toBeUndefined();
  });

  it('cannot rename a person after the promise because of the login that was promised', async () => {
    const renaming = `${UNIQUE_LOGIN}  - name: again\n    when: 'glob(user.login, "*3@*")'\n    set: { user.login: '"x.y@example.com"' }\n`;
    const decide = serviceWith(renaming);
    await decide({ conflicts, appUser: { externalId: '1' } });
    expect(loginIn(await decide({ conflicts, appUser: { externalId: '2' } }))).toBe(
      'sally.admin3@example.com',
    );
  });
});

describe('rules after a set of the login', () => {
  it('leave no trace of it when it was invalid', async () => {
    const decide = serviceWith(`rules:
  - name: bad
    set: { user.login: '"no address"' }
  - name: follow
    set: { user.email: 'user.login' }
`);
    expect(commandsIn(await decide({}))).toEqual([]);
  });
});

describe('a person without a login', () => {
  it('is not asked to get one as long as Okta reports no conflict', async () => {
    const ending = `${UNIQUE_LOGIN}    otherwise: '"no free login"'\n`;
    const decision = await serviceWith(ending)({ user: { login: null } });
    expect(decision).toMatchObject({ outcome: 'unchanged', login: 'none' });
  });
});

describe('create in place of a match', () => {
  const renew = UNIQUE_LOGIN.replace('rules:', 'rules:\n  - name: new\n    create: true');
  const matched = { action: 'LINK_USER', userId: '00u1', matches: ['00u1'] } as const;

  it('makes another person: the login of the match is taken, and Okta has not checked it', async () => {
    const directory = directoryHolding(new Set(['sally.admin@example.com']), '00u1');
    const decision = await serviceWith(renew, { directory })(matched);
    expect(loginIn(decision)).toBe('sally.admin2@example.com');
  });

  it('keeps the login that the directory calls free, also after a set that went nowhere', async () => {
    const directory = directoryHolding(new Set());
    const bad = `${renew}  - name: bad\n    set: { user.login: '"no address"' }\n`;
    for (const rules of [renew, bad]) {
      const decision = await serviceWith(rules, { directory })(matched);
      expect(decision).toMatchObject({ outcome: 'changed', login: 'kept' });
      expect(loginIn(decision)).toBeUndefined();
    }
  });
});
