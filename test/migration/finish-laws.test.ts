import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CredentialRow } from '../../cli/migration/credential-rows.ts';
import { createAddressJudge } from '../../cli/migration/finish/address.ts';
import { blocks, decide, SUSPENDED_CHOICES, UNKNOWN_CHOICES } from '../../cli/migration/finish/decide.ts';
import { FinishLedger } from '../../cli/migration/finish/finished.ts';
import { createMailLimit } from '../../cli/migration/finish/mail-limit.ts';
import { leftIn } from '../../cli/migration/finish/result.ts';
import { sheetOf } from '../../cli/migration/finish/sheet.ts';
import { sheetPage } from '../../cli/migration/finish/sheet-page.ts';
import { stragglersOf, unlistedOf } from '../../cli/migration/finish/stragglers.ts';
import type { PlannedPerson } from '../../cli/migration/plan-file.ts';
import { NEED_HOOK, type Sources, standingsOf } from '../../cli/migration/standing.ts';
import { ASKED_AT, programme } from '../arbitraries/programmes.ts';

const HOUR_MS = 60 * 60 * 1000;
const HEADER = {
  okta_hooks_plan: 1,
  source: 'users.csv',
  sourceDigest: '',
  madeAt: '',
  counts: { rows: 0, people: 0, refused: 0, ways: { hash: 0, hook: 0, reset: 0 }, waves: {} },
} as const;

const ABOUT = {
  ended: false,
  ignoresUnknown: false,
  org: 'https://example.okta.com',
  hook: { state: 'none' },
  table: undefined,
} as const;
const NOBODY = { people: new Map(), askedAt: ASKED_AT };

describe('an address', () => {
  const people = [
    { email: 'One@example.com', status: 'ACTIVE' },
    { email: 'two@example.com', status: 'ACTIVE' },
    { email: 'TWO@example.com', status: 'STAGED' },
    { email: 'one@example.com', status: 'DEPROVISIONED' },
  ];
  const judge = createAddressJudge(people, ['@Old.example.org']);

  it.each([
    ['one@example.com', undefined],
    ['two@Example.com', 'shared'],
    [undefined, 'missing'],
    ['', 'missing'],
    ['no address', 'missing'],
    ['a@b.invalid', 'reserved'],
    ['a@test', 'reserved'],
    ['a@host.local', 'reserved'],
    ['a@contest', undefined],
    ['a@old.example.org', 'excluded'],
    ['a@mail.old.example.org', 'excluded'],
    ['a@bold.example.org', undefined],
  ])('%s is %s', (email, fault) => {
    expect(judge(email)).toBe(fault);
  });
});

describe('the mail limit', () => {
  it('lets no more mails out within any hour, whatever earlier runs have sent', async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: HOUR_MS }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), gaps, async (perHour, pauses) => {
        const clock = clockFrom(0);
        const sent: number[] = [];
        for (const pause of pauses) {
          // each mail by a run of its own, which knows of the others by the journal
          const limit = createMailLimit({ perHour, sentAt: sent, clock, waiting: () => {} });
          await limit.take(new AbortController().signal);
          sent.push(clock.now());
          clock.pass(pause % 7 === 0 ? 0 : pause);
          const within = sent.filter((at) => at > (sent.at(-1) ?? 0) - HOUR_MS);
          expect(within.length).toBeLessThanOrEqual(perHour);
        }
      }),
    );
  });

  it('is not waited for by whoever stays below it', async () => {
    const clock = clockFrom(0);
    const limit = createMailLimit({ perHour: 3, sentAt: [-HOUR_MS, -1], clock, waiting: () => {} });
    for (const _ of [1, 2]) await limit.take(new AbortController().signal);
    expect(clock.now()).toBe(0);
  });

  function clockFrom(start: number) {
    let now = start;
    const pass = (milliseconds: number) => {
      now += milliseconds;
    };
    return { now: () => now, pass, sleep: async (milliseconds: number) => pass(milliseconds) };
  }
});

describe('whatever the ledger and Okta say', () => {
  const judge = async (sources: Sources & { readonly people: readonly PlannedPerson[] }) => {
    const standings = await standingsOf(sources);
    const finished = new FinishLedger();
    const stragglers = stragglersOf({
      okta: sources.okta.people,
      standings,
      finished,
      addresses: () => undefined,
      now: ASKED_AT,
      resendAfterMs: HOUR_MS,
    });
    return { okta: sources.okta, standings, finished, stragglers };
  };

  it('everybody on IMPORT whose hash Okta does not have keeps the hook, unless they have a link', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const { okta, standings: all, stragglers } = await judge(sources);
        const ways = new Map(all.map(({ id, way }) => [id, way]));
        const policy = { suspended: 'leave', unknown: 'leave', links: false } as const;
        const kept = new Set(stragglers.filter((one) => blocks(one, policy)).map(({ id }) => id));
        for (const { id, status, provider } of okta.people.values()) {
          const isOut = ['DEPROVISIONED', 'RECOVERY', 'PROVISIONED'].includes(status);
          if (provider === 'IMPORT' && !isOut && ways.get(id) !== 'hash') expect(kept).toContain(id);
        }
      }),
    );
  });

  it('nobody else in the org is written to', async () => {
    const policy = fc.record({
      suspended: fc.constantFrom(...SUSPENDED_CHOICES),
      unknown: fc.constantFrom(...UNKNOWN_CHOICES),
      links: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(programme, policy, async (sources, chosen) => {
        const { okta, standings: all, stragglers } = await judge(sources);
        const planned = new Set(all.map(({ id }) => id));
        const strangers = [...okta.people.values()].filter(
          ({ id, provider }) => !planned.has(id) && provider !== 'IMPORT',
        );
        const reached = stragglers.filter((one) => decide(one, chosen).action !== 'nothing');
        for (const { id } of strangers) expect(reached.some((one) => one.id === id)).toBe(false);
      }),
    );
  });

  it('the page of the sheet holds no text that could be markup, and runs nothing', async () => {
    const { finished, ...situation } = await judge({ people: [], created: new Map(), okta: NOBODY });
    const source = '</script><img src=x onerror=alert(1)>.csv';
    const page = await sheetPage(
      sheetOf({ ...ABOUT, situation, finished, plan: { header: { ...HEADER, source }, digest: '' } }),
    );
    expect(page).not.toContain('<img');
    expect(page).toContain('Content-Security-Policy');
    expect(page).not.toContain('<script');
  });

  it('the sheet promises the end of those hashes only that the clean-up deletes', async () => {
    const { finished, ...situation } = await judge({ people: [], created: new Map(), okta: NOBODY });
    const held = { hashHeld: true, failures: 0, state: 'migrated', migratedAt: 2, deleteAfter: 9 } as const;
    const byFold = new Map<string, CredentialRow>([
      ['due@example.com', { ...held, lastFailureAt: 1, createdAt: 1 }],
      ['failed@example.com', { ...held, lastFailureAt: 3 }],
      ['again@example.com', { ...held, createdAt: 3 }],
      ['loaded@example.com', { ...held, state: 'waiting' }],
      ['linked@example.com', { ...held, state: 'waiting', lastFailureAt: 1, endedAt: 3 }],
      ['failed.since@example.com', { ...held, state: 'waiting', lastFailureAt: 4, endedAt: 3 }],
    ]);
    const table = 'credentials';
    const credentials = { byId: new Map(), byFold };
    const facts = { ...ABOUT, table, finished, plan: { header: HEADER, digest: '' } };
    const { hashes } = sheetOf({ ...facts, situation: { ...situation, credentials } });
    expect(hashes).toEqual({ table, held: 6, due: 1, lastDue: new Date(9).toISOString(), linked: 1 });
  });

  it('nobody of the plan who needs the hook is forgotten because Okta does not list them', async () => {
    const policy = { suspended: 'leave', unknown: 'ignore', links: false } as const;
    await fc.assert(
      fc.asyncProperty(programme, async ({ created, ...sources }) => {
        // who was created long ago and is not there was deleted
        const justNow = new Map([...created].map(([row, one]) => [row, { ...one, at: ASKED_AT }]));
        const { finished, ...situation } = await judge({ ...sources, created: justNow });
        const listed = situation.stragglers.filter((one) => blocks(one, policy));
        const needing = situation.standings.filter(({ state }) => NEED_HOOK.has(state));
        const absent = needing.filter(({ id = '' }) => !situation.okta.people.has(id));
        expect(leftIn(situation, policy)).toBeGreaterThanOrEqual(listed.length + absent.length);
        const { onImport } = sheetOf({ ...ABOUT, situation, finished, plan: { header: HEADER, digest: '' } });
        expect(onImport.left).toBeGreaterThanOrEqual(absent.length);
      }),
    );
  });

  it('everybody of the plan has exactly one ending, and the sheet counts as left whom it names', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const { finished, ...situation } = await judge(sources);
        const { endings, left, onImport } = sheetOf({
          ...ABOUT,
          situation,
          finished,
          plan: { header: HEADER, digest: '' },
        });
        const counted = Object.values(endings).reduce((sum, one) => sum + one.hash + one.hook + one.reset, 0);
        expect(counted).toBe(situation.standings.length);
        const { 'to be invited': invited = 0, ...others } = left;
        expect(onImport.left).toBe(Object.values(others).reduce((sum, count) => sum + count, 0));
        const named = [
          ...situation.stragglers.map(({ kind }) => kind),
          ...unlistedOf(situation).map(({ state }) => state),
        ];
        expect(invited).toBe(named.filter((name) => name === 'to be invited').length);
      }),
    );
  });
});
