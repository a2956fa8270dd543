import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PasswordImport } from '../../lambda/migration/read-event.ts';
import type { RecordImport } from '../../lambda/migration/record-import.ts';
import { marksIn } from '../passwords/marked-hook.ts';
import { CANARY } from '../pipeline/canary-paths.ts';
import { watchStreams } from '../pipeline/watch-streams.ts';
import { delivery, logEvent, openEventHook, verification } from './event-world.ts';

const CHALLENGE = 'x-okta-verification-challenge';

let hook: Awaited<ReturnType<typeof openEventHook>>;
let watch: ReturnType<typeof watchStreams>;
let recorded: PasswordImport[] = [];
beforeAll(async () => {
  hook = await openEventHook();
});
beforeEach(() => {
  recorded = [];
  watch = watchStreams();
});
afterEach(() => watch.stop());
afterAll(() => hook.close());

const record: RecordImport = async (event) => {
  recorded.push(event);
  return event.userId !== 'nobody';
};
const call = (event: unknown, by = record, milliseconds?: number) => hook.call(event, by, milliseconds);

describe('the verification of the event hook', () => {
  it.each(['a', 'x'.repeat(512), ' !"\\</script>~ '])(
    'gives the challenge %.20j back as JSON',
    async (challenge) => {
      const { answer, records } = await call(verification({ [CHALLENGE]: challenge }));
      expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
      expect(JSON.parse(String(answer.body))).toEqual({ verification: challenge });
      expect(records).toMatchObject([
        { hook: 'events', statusCode: 200, facts: { outcome: 'verification' } },
      ]);
    },
  );

  it.each<[string, Record<string, string>]>([
    ['no challenge', {}],
    ['an empty one', { [CHALLENGE]: '' }],
    ['one of 513 characters', { [CHALLENGE]: 'x'.repeat(513) }],
    ['one that breaks the line', { [CHALLENGE]: 'a\r\nset-cookie: b' }],
    ['one that ends with a line', { [CHALLENGE]: 'a\n' }],
    ['one beyond US-ASCII', { [CHALLENGE]: 'ünïcode' }],
    ['one with a control character', { [CHALLENGE]: 'a\u0000' }],
    [
      'two that make too long a list',
      { [CHALLENGE]: 'x'.repeat(300), [CHALLENGE.toUpperCase()]: 'y'.repeat(300) },
    ],
    ['the secret, and no challenge', { authorization: 'the-hook-secret' }],
  ])('refuses %s', async (_, headers) => {
    const { answer } = await call(verification(headers));
    expect(answer.statusCode).toBe(400);
    expect(JSON.parse(String(answer.body))).toEqual({
      error: { errorSummary: `${CHALLENGE}: expected 1 to 512 printable characters` },
    });
    expect(recorded).toEqual([]);
  });

  it('writes one line, without the challenge and whatever else was sent', async () => {
    await call({ ...verification({ [CHALLENGE]: CANARY, authorization: CANARY }), body: CANARY });
    await call(verification({ [CHALLENGE]: `${CANARY}\n` }));
    watch.stop();
    const calls = watch
      .text()
      .split('\n')
      .filter((line) => line.includes('"message":"call"'));
    expect(calls).toHaveLength(2);
    expect(marksIn(watch.text())).toEqual([]);
  });

  it('opens no other way in: a POST with a challenge needs the secret', async () => {
    const event = delivery([logEvent()], { secret: 'guess', headers: { [CHALLENGE]: 'a' } });
    expect((await call(event)).answer).toMatchObject({ statusCode: 401 });
    expect(recorded).toEqual([]);
  });
});

describe('a delivery of events', () => {
  it.each([
    ['with a wrong secret', delivery([logEvent()], { secret: 'guess' }), 401],
    ['without a secret', { ...delivery([logEvent()]), headers: { 'content-type': 'application/json' } }, 401],
    [
      'of something else',
      delivery([logEvent()], { payload: '{"eventType":"com.okta.import.transform"}' }),
      400,
    ],
    ['without a list', delivery({}), 400],
  ])('%s records nothing', async (_, event, status) => {
    expect((await call(event)).answer.statusCode).toBe(status);
    expect(recorded).toEqual([]);
  });

  it('is counted event by event, and one of no use costs no other one', async () => {
    const someone = (id: string) => ({ target: [{ id, type: 'User', alternateId: `${id}@example.com` }] });
    const events = [
      logEvent(),
      logEvent({ outcome: { result: 'FAILURE' } }),
      logEvent({ eventType: 'user.session.start' }),
      logEvent({ target: [] }),
      logEvent(someone('nobody')),
      'no event at all',
    ];
    const { answer, records } = await call(delivery(events));
    expect(answer).toMatchObject({ statusCode: 200, body: '{}' });
    expect(recorded).toHaveLength(3);
    expect(records[0]).toMatchObject({
      facts: { outcome: 'recorded', events: 6, succeeded: 1, failed: 1, ignored: 2, unusable: 2 },
      counts: { PasswordImported: 1, PasswordImportFailed: 1, EventIgnored: 2, EventUnusable: 2 },
    });
  });

  it('is answered 503 when one event is not recorded, so that Okta delivers all of it again', async () => {
    const failing: RecordImport = async (event, signal) => {
      if (!event.succeeded) throw new Error(event.login);
      return record(event, signal);
    };
    const events = [logEvent(), logEvent({ outcome: { result: 'FAILURE' } })];
    const { answer, records } = await call(delivery(events), failing);
    expect(answer.statusCode).toBe(503);
    expect(records[0]).toMatchObject({
      facts: { reason: 'table unavailable' },
      counts: { EventsNotRecorded: 1 },
    });
  });

  it('is answered 503 when the table is silent until the time is up', async () => {
    const { answer, records } = await call(delivery([logEvent()]), () => new Promise(() => {}), 300);
    expect(answer.statusCode).toBe(503);
    expect(records[0]).toMatchObject({ counts: { EventsNotRecorded: 1, DeadlineMissed: 1 } });
  });

  it('that is a rehearsal records nothing', async () => {
    const { answer } = await call(delivery([logEvent()], { headers: { 'x-hook-rehearsal': 'true' } }));
    expect(answer.statusCode).toBe(200);
    expect(recorded).toEqual([]);
  });

  it('leaves no login, id or reason in the log, whatever becomes of it', async () => {
    const marked = {
      uuid: CANARY,
      outcome: { result: 'FAILURE', reason: CANARY },
      target: [{ id: CANARY, type: 'User', alternateId: `${CANARY}@example.com`, displayName: CANARY }],
    };
    const events = [logEvent(marked), logEvent({ ...marked, target: CANARY }), { [CANARY]: CANARY }];
    const failing: RecordImport = async ({ login }) => {
      throw new Error(login, { cause: marked });
    };
    const answers = [
      (await call(delivery(events))).answer,
      (await call(delivery(events), failing)).answer,
      (await call(delivery(events), () => new Promise(() => {}), 300)).answer,
      (await call(delivery(CANARY))).answer,
      (await call(delivery(events, { secret: CANARY }))).answer,
    ];
    watch.stop();
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 503, 503, 400, 401]);
    expect(
      watch
        .text()
        .split('\n')
        .filter((line) => line.includes('"message":"call"')),
    ).toHaveLength(5);
    expect(marksIn(watch.text() + JSON.stringify(answers))).toEqual([]);
  });
});
