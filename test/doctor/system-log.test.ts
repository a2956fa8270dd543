import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EVENT, readLog } from '../../cli/doctor/system-log.ts';
import { type RegisterWorld, startRegisterWorld } from '../registration/register-world.ts';
import { examine, hookOf, record } from './doctor-world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let world: RegisterWorld;
let anHourAgo: number;
beforeEach(async () => {
  world = await startRegisterWorld();
  await world.register();
  anHourAgo = Date.now() - HOUR;
});
afterEach(() => world.close());

const log = (eventType: string, id: string, more: object = {}) =>
  record(world, eventType, id, { at: anHourAgo, ...more });
const failed = (at: number, reason = 'timeout') =>
  log(EVENT.hookExecuted, hookOf(world, 'import').id, { at, result: 'FAILURE', reason });
const linkedTo = (link: string, at = anHourAgo) =>
  log(EVENT.hookAnswered, hookOf(world, 'import').id, { at, debugData: { link } });

const finding = async (check: string) => {
  const { of } = await examine(world);
  return of(check);
};

describe('an import', () => {
  it('that created people without a call needs a person, who is told where to attach the hook', async () => {
    log(EVENT.importStarted, '0oa');
    log(EVENT.userCreated, '00unew');
    log(EVENT.importCompleted, '0oa');
    const [called] = await finding('hook called');
    expect(called).toMatchObject({ verdict: 'review', next: expect.stringContaining('User Creation') });
  });

  it('that created nobody proves nothing', async () => {
    log(EVENT.importStarted, '0oa');
    expect(await finding('hook called')).toMatchObject([{ verdict: 'note' }]);
  });

  it("that called somebody else's hook is no call of ours", async () => {
    log(EVENT.userCreated, '00unew');
    log(EVENT.hookAnswered, 'calsomebodyelses');
    expect(await finding('hook called')).toMatchObject([{ verdict: 'review' }]);
    log(EVENT.hookAnswered, hookOf(world, 'import').id);
    expect(await finding('hook called')).toMatchObject([{ verdict: 'ok' }]);
  });
});

describe('failed calls', () => {
  it('of the last day are counted by reason, and older ones and those of others are not', async () => {
    failed(anHourAgo);
    failed(anHourAgo + 1);
    failed(anHourAgo, `error status\u001b[2J ${'x'.repeat(200)}`);
    failed(Date.now() - DAY - MINUTE);
    log(EVENT.hookExecuted, 'calsomebodyelses', { result: 'FAILURE', reason: 'timeout' });
    const found = await finding('failures');
    expect(found.map(({ verdict, what }) => [verdict, what.replace(/since .{20}/, 'since …')])).toEqual([
      ['review', '2 failed since …: timeout'],
      ['review', expect.stringMatching(/^1 failed since …: error status \[2J x{1,120}$/)],
    ]);
  });

  it('make those suspect whom Okta created right afterwards, and nobody else', async () => {
    failed(anHourAgo);
    log(EVENT.userCreated, '00ubefore', { at: anHourAgo - 1_000 });
    log(EVENT.userCreated, '00uafter', { at: anHourAgo + 1_000 });
    log(EVENT.userCreated, '00ulater', { at: anHourAgo + 5 * MINUTE });
    expect(await finding('created while it was down')).toMatchObject([
      { verdict: 'review', ids: ['00uafter'] },
    ]);
  });
});

describe('a link that we answered', () => {
  it('and Okta did not apply needs a person, with the id', async () => {
    linkedTo('00uapplied');
    linkedTo('00ulost');
    log(EVENT.userMatched, '00uapplied', { at: anHourAgo + 1_000 });
    expect(await finding('links applied')).toMatchObject([
      { verdict: 'review', ids: ['00ulost'], what: expect.stringContaining('1 of 2 links') },
    ]);
  });

  it('a minute ago is too young to judge', async () => {
    linkedTo('00uyoung', Date.now() - MINUTE);
    expect(await finding('links applied')).toMatchObject([{ verdict: 'note' }]);
  });

  it('is not taken for applied because of a match that was long before', async () => {
    log(EVENT.userMatched, '00ulost', { at: anHourAgo - 5 * MINUTE });
    linkedTo('00ulost');
    expect(await finding('links applied')).toMatchObject([{ verdict: 'review' }]);
  });
});

describe('a log that is too long to be read whole', () => {
  it('is read from its newest end, in the order of its events, and the reading says from when on', async () => {
    const total = 2_500;
    for (let index = 0; index < total; index += 1) {
      log(EVENT.userCreated, `00u${index}`, { at: anHourAgo + index });
    }
    const now = Date.now();
    const { signal } = new AbortController();
    const range = { since: now - DAY, now };
    const cut = await readLog(world.org.client, { ...range, pages: 2 }, { signal });
    expect(cut.records).toHaveLength(2_000);
    expect(cut.since).toBe(anHourAgo + 500);
    expect(cut.records.map(({ at }) => at)).toEqual(
      Array.from({ length: 2_000 }, (_, index) => anHourAgo + 500 + index),
    );
    const whole = await readLog(world.org.client, { ...range, pages: 3 }, { signal });
    expect([whole.records.length, whole.since]).toEqual([total, range.since]);
  });
});
