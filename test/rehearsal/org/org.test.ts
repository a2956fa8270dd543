import { describe, expect, it } from '@jest/globals';
import { foldLogin } from '../../../lambda/logins/fold.ts';
import { oktaLoginKey } from '../../../lambda/logins/okta-login-key.ts';
import type { OktaUserRow } from '../../../rehearsal/directory/okta-users.ts';
import { loadOrg } from '../../../rehearsal/org/load-org.ts';
import { orgDirectory } from '../../../rehearsal/org/login-directory.ts';
import { createOrg } from '../../../rehearsal/org/org.ts';
import type { Profile } from '../../../rehearsal/org/person.ts';
import { OrgRefusal } from '../../../rehearsal/org/refusal.ts';
import { letter } from '../../arbitraries/people.ts';
import { fc } from '../../fuzz.ts';

const signal = new AbortController().signal;

const ann = (change: Profile = {}): Profile => ({
  login: 'ann@example.com',
  email: 'ann@example.com',
  firstName: 'Ann',
  lastName: 'Lee',
  ...change,
});

function refusalOf(work: () => unknown): OrgRefusal {
  try {
    work();
  } catch (error) {
    if (error instanceof OrgRefusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('logins as Okta compares them', () => {
  it('are alike without case and diacritics, and differ in letters', () => {
    expect(oktaLoginKey('JOSÉ@example.com')).toBe(oktaLoginKey('jose@Example.com'));
    expect(oktaLoginKey('Søren@example.com')).not.toBe(oktaLoginKey('soren@example.com'));
  });

  it('fold alike in the service too, whenever they are alike in Okta', () => {
    const word = fc.array(letter, { maxLength: 3 }).map((letters) => letters.join(''));
    fc.assert(
      fc.property(word, fc.constantFrom('', '\u0301', '\u0308'), (text, mark) => {
        for (const other of [text.toUpperCase(), text.toLowerCase(), text.normalize('NFD'), text + mark]) {
          if (oktaLoginKey(other) === oktaLoginKey(text)) expect(foldLogin(other)).toBe(foldLogin(text));
        }
      }),
    );
  });
});

describe('an org', () => {
  it('never has two people whose logins Okta calls equal, whatever is created, renamed and deleted', () => {
    const login = fc.constantFrom('ann@example.com', 'ÄNN@example.com', 'bob@example.com', 'bob@example.org');
    const step = fc.record({ what: fc.constantFrom('create', 'rename', 'delete'), login, whom: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const org = createOrg();
        for (const { what, login, whom } of steps) {
          const person = [...org.people()][whom];
          try {
            if (what === 'create') org.create(ann({ login }));
            else if (person && what === 'rename') org.update(person.id, { login });
            else if (person) {
              org.transition(person.id, 'deactivate');
              org.delete(person.id);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(OrgRefusal);
          }
          const people = [...org.people()];
          expect(new Set(people.map(({ profile }) => oktaLoginKey(String(profile['login'])))).size).toBe(
            org.size,
          );
          for (const one of people) expect(org.find(String(one.profile['login']))).toBe(one);
          for (const one of people) expect(org.get(one.id)).toBe(one);
        }
      }),
    );
  });

  it('finds people by id, login, address, name and attribute, and by a short name that one person has', () => {
    const org = createOrg();
    const first = org.create(ann({ employeeNumber: 'E1' }));
    expect(org.find('ANN')).toBe(first);
    const second = org.create(ann({ login: 'ann@example.org' }));
    expect(org.find('ann')).toBeUndefined();
    expect(org.find(first.id)).toBe(first);
    expect(org.find('Änn@Example.org')).toBe(second);
    expect(org.withEmail('ANN@example.com')).toEqual([first, second]);
    expect(org.named('ann', 'LEE')).toEqual([first, second]);
    expect(org.where('employeeNumber', 'E1')).toEqual([first]);
    expect(org.where('employeeNumber', 'e1')).toEqual([]);
  });

  it('refuses what Okta refuses, with its code and causes and without a value', () => {
    const org = createOrg();
    org.create(ann());
    const causesOf = (change: Profile) => {
      const { errorCode, causes, message } = refusalOf(() =>
        org.create(ann({ login: 'new@example.com', ...change })),
      );
      expect(errorCode).toBe('E0000001');
      expect(message + JSON.stringify(causes)).not.toMatch(/secret/i);
      return causes.map(({ attribute, because }) => `${attribute} ${because}`);
    };
    expect(causesOf({ login: 'ANN@EXAMPLE.COM' })).toEqual(['login taken']);
    expect(causesOf({ login: 'a@b' })).toEqual(['login invalid']);
    expect(causesOf({ login: `${'secret'.repeat(20)}@example.com` })).toEqual(['login invalid']);
    expect(causesOf({ login: 'secret' })).toEqual(['login invalid']);
    expect(causesOf({ firstName: '', lastName: null })).toEqual(['firstName missing', 'lastName missing']);
    expect(org.size).toBe(1);
  });

  it('lets a person keep their own login, and a deactivated one hold it until they are deleted', () => {
    const org = createOrg();
    const { id } = org.create(ann());
    expect(org.update(id, { login: 'Ann@example.com', title: 'Dr' }).profile['title']).toBe('Dr');
    expect(refusalOf(() => org.delete(id)).errorCode).toBe('E0000038');
    expect(org.transition(id, 'deactivate').status).toBe('DEPROVISIONED');
    expect(refusalOf(() => org.create(ann())).causes[0]?.because).toBe('taken');
    org.delete(id);
    expect(org.create(ann()).id).not.toBe(id);
    expect(refusalOf(() => org.get(id) ?? org.update(id, {})).errorCode).toBe('E0000007');
  });
});

describe('an org that was loaded', () => {
  async function load(...users: readonly (readonly [id: string, login: string, status?: string])[]) {
    async function* rows(): AsyncGenerator<OktaUserRow> {
      for (const [index, [id, login, status = 'ACTIVE']] of users.entries())
        yield { row: index + 2, user: { id, login, status, profile: { login } } };
    }
    return loadOrg(rows());
  }

  it('takes people as they are, gives ids to those without, and names a row whose login or id is there', async () => {
    const { org, problems } = await load(
      ['00u1', 'a'],
      ['login:b@example.com', 'b@example.com', 'Password expired'],
      ['00u1', 'c@example.com'],
      ['00u4', 'B@example.com'],
      ['00u5', 'd@example.com', 'Deactivated'],
    );
    expect(problems.map(({ row }) => row)).toEqual([4, 5]);
    expect(org.find('b@example.com')).toMatchObject({ status: 'PASSWORD_EXPIRED' });
    expect(org.find('b@example.com')?.id).toMatch(/^00u\w{17}$/);
    expect(org.find('d@example.com')?.status).toBe('DEPROVISIONED');
  });

  it('answers the service as GET /api/v1/users/{login} would', async () => {
    const { org } = await load(['00u1', 'ann@example.com', 'DEPROVISIONED']);
    const logins = ['Änn@example.com', 'bob@example.com', 'a/b@example.com'];
    expect(await orgDirectory(org).lookup(logins, signal)).toEqual([
      { state: 'taken', id: '00u1' },
      { state: 'free' },
      { state: 'unknown' },
    ]);
  });
});
