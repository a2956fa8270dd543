import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readOktaOrg } from '../../../rehearsal/directory/okta-org.ts';
import type { UserStatus } from '../../../rehearsal/org/person.ts';
import { fc } from '../../fuzz.ts';
import { profileOf } from './people.ts';
import { startTestOrg, type TestOrg } from './test-org.ts';

let org: TestOrg;
beforeEach(async () => {
  org = await startTestOrg();
});
afterEach(() => org.close());

const { signal } = new AbortController();
const add = (login: string, status: UserStatus = 'ACTIVE') =>
  org.okta.world.org.create(profileOf(login), status);

/** All items of a list, page after page; `between` happens after each page. */
async function all(path: string, between = () => {}): Promise<Record<string, unknown>[]> {
  const items: unknown[] = [];
  for await (const page of org.client.pages(path, { signal })) {
    items.push(...page.items);
    between();
  }
  return items as Record<string, unknown>[];
}

describe('a list of users', () => {
  it('has everybody exactly once and in order, whatever the size of its pages', async () => {
    const ids = Array.from({ length: 23 }, (_, number) => add(`person${number}@example.com`).id);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), async (limit) => {
        expect((await all(`/api/v1/users?limit=${limit}`)).map(({ id }) => id)).toEqual(ids);
      }),
      { numRuns: 10 },
    );
  });

  it('misses nobody when people are deleted between its pages', async () => {
    const ids = Array.from(
      { length: 9 },
      (_, number) => add(`person${number}@example.com`, 'DEPROVISIONED').id,
    );
    const filter = encodeURIComponent('status eq "DEPROVISIONED"');
    const gone = [...ids];
    const found = await all(`/api/v1/users?limit=2&filter=${filter}`, () => {
      for (const id of gone.splice(0, 2)) org.okta.world.org.delete(id);
    });
    expect(found.map(({ id }) => id)).toEqual(ids);
  });

  it('leaves deactivated people out, unless it is filtered', async () => {
    add('here@example.com');
    const { id } = add('gone@example.com', 'DEPROVISIONED');
    expect(await all('/api/v1/users')).toMatchObject([{ profile: { login: 'here@example.com' } }]);
    const filtered = async (filter: string) =>
      (await all(`/api/v1/users?filter=${encodeURIComponent(filter)}`)).map(
        (user) => Object(user['profile']).login,
      );
    expect(await filtered('status eq "DEPROVISIONED"')).toEqual(['gone@example.com']);
    expect(await filtered(`id EQ "${id}" or profile.login eq "here@example.com"`)).toHaveLength(2);
    expect(await filtered('profile.login eq "HERE@example.com"')).toEqual([]);
    expect(
      await filtered('(status eq "ACTIVE" or status eq "STAGED") and profile.lastName eq "Example"'),
    ).toEqual(['here@example.com']);
  });

  it.each([
    'status',
    'status eq',
    'status eq ACTIVE',
    'status ne "ACTIVE"',
    'department eq "x"',
    'status eq "A" and',
    '(status eq "A"',
    'status eq "A" "B"',
    '"',
  ])('refuses the filter %j', async (filter) => {
    const refused = await org.ask(`GET /api/v1/users?filter=${encodeURIComponent(filter)}`);
    expect(refused).toMatchObject({ status: 400, errorCode: 'E0000031' });
  });

  it('is what the commands read a live org from, deactivated people too', async () => {
    add('here@example.com');
    add('gone@example.com', 'DEPROVISIONED');
    const rows: unknown[] = [];
    for await (const row of readOktaOrg(org.client, signal)) rows.push(row);
    expect(rows).toMatchObject([
      { user: { login: 'here@example.com', status: 'ACTIVE' } },
      { user: { login: 'gone@example.com', status: 'DEPROVISIONED' } },
    ]);
  });
});

describe('the System Log', () => {
  const happen = (reason: string, at = Date.now()) =>
    org.okta.world.log.record({
      eventType: reason < 'c' ? 'user.import.password' : 'inline_hook.executed',
      displayMessage: reason,
      result: 'FAILURE',
      reason,
      at,
    });
  const reasons = (events: readonly Record<string, unknown>[]) =>
    events.map(({ outcome }) => Object(outcome).reason);
  const until = () => `until=${new Date(Date.now() + 60_000).toISOString()}`;

  it('has every event once, page after page, in both orders, until its end', async () => {
    for (const reason of 'abcde') happen(reason);
    expect(reasons(await all(`/api/v1/logs?limit=2&${until()}`))).toEqual([...'abcde']);
    expect(reasons(await all(`/api/v1/logs?limit=2&sortOrder=DESCENDING`))).toEqual([...'edcba']);
  });

  it('without an end goes on with what happens later', async () => {
    happen('a');
    const pages = org.client.pages('/api/v1/logs', { signal });
    const next = async () => reasons(((await pages.next()).value?.items ?? []) as Record<string, unknown>[]);
    expect(await next()).toEqual(['a']);
    expect(await next()).toEqual([]);
    happen('b');
    expect(await next()).toEqual(['b']);
    await pages.return();
  });

  it('is filtered by type, outcome and time', async () => {
    const day = 24 * 60 * 60 * 1_000;
    happen('a', Date.now() - 30 * day);
    for (const reason of 'bcd') happen(reason);
    const filtered = async (filter: string, more = '') =>
      reasons(await all(`/api/v1/logs?filter=${encodeURIComponent(filter)}&${until()}${more}`));
    expect(await filtered('eventType eq "user.import.password" and outcome.result eq "FAILURE"')).toEqual([
      'b',
    ]);
    expect(await filtered('eventType sw "inline_hook."')).toEqual(['c', 'd']);
    const since = `&since=${new Date(Date.now() - 31 * day).toISOString()}`;
    expect(await filtered('outcome.reason lt "c"', since)).toEqual(['a', 'b']);
  });

  it.each(['since=yesterday', 'until=x', 'filter=x', 'q=word'])('refuses %s', async (query) => {
    expect(await org.ask(`GET /api/v1/logs?${query}`)).toMatchObject({ status: 400 });
  });
});
