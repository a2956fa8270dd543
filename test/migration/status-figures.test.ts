import { describe, expect, it } from '@jest/globals';
import { DAY_MS, dayOf } from '../../cli/migration/days.ts';
import { figuresOf, type StateCounts } from '../../cli/migration/figures.ts';
import { type BurnDownDay, forecastOf } from '../../cli/migration/forecast.ts';
import { forecastWords } from '../../cli/migration/forecast-words.ts';
import { peopleToCall } from '../../cli/migration/people-to-call.ts';
import { NEED_HOOK, type Standing, standingsOf, strangersOf } from '../../cli/migration/standing.ts';
import { ASKED_AT, programme } from '../arbitraries/programmes.ts';
import { fc } from '../fuzz.ts';

const NOW = ASKED_AT + 30 * 60 * 1000;
const TODAY = dayOf(NOW);
const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
const total = (states: StateCounts) => sum(Object.values(states));

const standing = (change: Partial<Standing>): Standing => ({
  ...{
    row: 2,
    wave: '1',
    way: 'hook',
    groups: [],
    login: 'a@example.com',
    state: 'never seen',
    legacyHash: 'held',
  },
  ...{ failures: 0, disagreements: [], createdAt: NOW - 10 * DAY_MS },
  ...change,
});
const figuresWith = (...standings: readonly Standing[]) =>
  figuresOf({ standings, strangers: [], askedAt: ASKED_AT, now: NOW });

describe('the figures', () => {
  it('sum up to the people of the plan: all states, all waves, and the groups with those who are in none', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const standings = await standingsOf(sources);
        const strangers = strangersOf(sources, standings);
        const figures = figuresOf({ standings, strangers, askedAt: ASKED_AT, now: NOW });
        const { people, states, waves, groups, otherGroups, days, needHook, hashes } = figures;
        expect(people).toBe(sources.people.length);
        expect(total(states)).toBe(people);
        expect(sum(waves.map((wave) => total(wave.states)))).toBe(people);
        const grouped = standings.filter((one) =>
          one.groups.some((name) => groups.some((g) => g.name === name)),
        );
        expect(total(otherGroups.states)).toBe(people - grouped.length);
        expect(groups.length).toBeLessThanOrEqual(15);
        expect(sum([...NEED_HOOK].map((state) => states[state]))).toBe(needHook);
        expect(sum(days.map(({ created }) => created))).toBe(
          standings.filter(({ createdAt }) => createdAt !== undefined).length,
        );
        expect(sum(days.map(({ migrated }) => migrated))).toBe(
          standings.filter(({ state, createdAt }) => state === 'migrated' && createdAt !== undefined).length,
        );
        expect(sum(Object.values(hashes))).toBe(sources.people.filter(({ way }) => way === 'hook').length);
        const { forecast } = figures;
        if ('day' in forecast) expect(forecast.day <= TODAY || forecast.kind === 'forecast').toBe(true);
      }),
    );
  });

  it('end the burn-down with those of the hook’s people who need it now, and never go below zero', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const standings = await standingsOf(sources);
        const { days } = figuresOf({ standings, strangers: [], askedAt: ASKED_AT, now: NOW });
        const left = standings.filter(({ way, state }) => way === 'hook' && NEED_HOOK.has(state));
        expect(days.at(-1)?.left ?? 0).toBe(left.length);
        expect(Math.min(0, ...days.map((day) => day.left))).toBe(0);
      }),
    );
  });

  it('hold no login and no address', async () => {
    await fc.assert(
      fc.asyncProperty(programme, async (sources) => {
        const standings = await standingsOf(sources);
        const figures = figuresOf({
          standings,
          strangers: strangersOf(sources, standings),
          askedAt: ASKED_AT,
          now: NOW,
        });
        expect(JSON.stringify(figures)).not.toContain('@');
      }),
      { numRuns: 30 },
    );
  });

  it('need a person for a failed creation, a missing group, a disagreement and a stranger; each person once', () => {
    const plain = figuresWith(standing({}), standing({ state: 'suspended' }));
    expect(plain.inNeed).toBe(0);
    const both = standing({ unfinished: 'failed', disagreements: ['two ids', 'renamed in Okta'] });
    const { inNeed } = figuresWith(both, standing({ state: 'failed' }), standing({ unfinished: 'stopped' }));
    expect(inNeed).toBe(2);
  });

  it('name first whom most sign-ins failed for, then who waits longest, and nobody who needs no hook', () => {
    const { callFirst } = figuresWith(
      standing({ row: 2, id: '00u2' }),
      standing({ row: 3, id: '00u3', createdAt: NOW - 20 * DAY_MS }),
      standing({ row: 4, id: '00u4', failures: 1, state: 'tried and failed' }),
      standing({ row: 5, id: '00u5', failures: 9, state: 'migrated' }),
    );
    expect(callFirst).toEqual([
      { row: 4, id: '00u4', state: 'tried and failed', failures: 1, waitingDays: 10 },
      { row: 3, id: '00u3', state: 'never seen', failures: 0, waitingDays: 20 },
      { row: 2, id: '00u2', state: 'never seen', failures: 0, waitingDays: 10 },
    ]);
  });
});

describe('the file for the help desk', () => {
  it('quotes what needs it, and gives a spreadsheet no formula', () => {
    const csv = peopleToCall(
      [standing({ login: '=cmd|"x"@example.com', email: '+1@example.com', groups: ['a', 'b,c'] })],
      NOW,
    );
    expect(csv.split('\r\n')[1]).toBe(
      `2,,"'=cmd|""x""@example.com","'+1@example.com",1,never seen,0,,10,"a; b,c",`,
    );
  });
});

const day = fc.record({ left: fc.nat({ max: 5_000 }), done: fc.nat({ max: 500 }) });
const series = fc
  .array(day, { minLength: 3, maxLength: 40 })
  .map((days): readonly BurnDownDay[] =>
    days.map((one, index) => ({ ...one, day: dayOf(NOW - (days.length - 1 - index) * DAY_MS) })),
  );
const DEADLINE = '2026-12-31';
const forecast = (days: readonly BurnDownDay[]) => forecastOf(days, DEADLINE, NOW);
/** The day of a forecast; later than all others where there is none. */
const dayIn = (days: readonly BurnDownDay[]) => {
  const found = forecast(days);
  return 'day' in found ? found.day : '9999-12-31';
};
const steady = (left: number, done: number, days = 7): readonly BurnDownDay[] =>
  Array.from({ length: days }, (_, index) => ({
    day: dayOf(NOW - (days - 1 - index) * DAY_MS),
    left: left + done * (days - 1 - index),
    done,
  }));

describe('the forecast', () => {
  it('is done on the last day that somebody came, once nobody is left', () => {
    const days = [...steady(10, 5).slice(0, 6), { day: TODAY, left: 0, done: 15 }];
    expect(forecast(days)).toEqual({ kind: 'done', day: TODAY });
  });

  it('is none before the third day, nor before anybody was created', () => {
    expect(forecast([])).toEqual({ kind: 'no forecast yet', days: 0 });
    expect(forecast(steady(10, 5, 2))).toEqual({ kind: 'no forecast yet', days: 2 });
  });

  it('is a standstill when nobody came, or all came on one day', () => {
    expect(forecast(steady(10, 0))).toEqual({ kind: 'standstill', leftAtDeadline: 10, deadline: DEADLINE });
    const once = steady(10, 0).map((one, index) => (index === 3 ? { ...one, done: 50 } : one));
    expect(forecast(once)).toMatchObject({ kind: 'standstill' });
  });

  it('goes on with the share of the last seven days', () => {
    const found = forecast(steady(400, 50));
    expect(found).toMatchObject({ kind: 'forecast', day: '2027-01-28', leftAtDeadline: 11, inTime: false });
    expect(forecastWords({ ...figuresWith(), forecast: found, deadline: DEADLINE })).toContain(
      'nobody needs the hook after 2027-01-28, too late for 2026-12-31, when 11 people will still need it',
    );
  });

  it('is never past', () => {
    fc.assert(
      fc.property(series, (days) => {
        fc.pre((days.at(-1)?.left ?? 0) > 0);
        expect(dayIn(days) > TODAY).toBe(true);
      }),
    );
  });

  it('is never earlier with more people left at the same pace', () => {
    fc.assert(
      fc.property(series, fc.nat({ max: 1_000 }), (days, more) => {
        const fuller = days.map((one) => ({ ...one, left: one.left + more }));
        fc.pre((days.at(-1)?.left ?? 0) > 0);
        expect(dayIn(fuller) >= dayIn(days)).toBe(true);
      }),
    );
  });

  it('is never later when more people came on a day', () => {
    fc.assert(
      fc.property(series, fc.nat(), fc.nat({ max: 1_000 }), (days, which, more) => {
        fc.pre((days.at(-1)?.left ?? 0) > 0);
        const busier = days.map((one, index) =>
          // they came on top: as many are left as before, of more
          index === which % days.length ? { ...one, done: one.done + more } : one,
        );
        expect(dayIn(busier) <= dayIn(days)).toBe(true);
      }),
    );
  });
});
