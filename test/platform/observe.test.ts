import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { METRICS } from '../../lambda/platform/metrics.ts';
import { type CallRecord, createObserve } from '../../lambda/platform/observe.ts';
import { watchStreams } from '../pipeline/watch-streams.ts';

let watch: ReturnType<typeof watchStreams>;
beforeEach(() => {
  watch = watchStreams();
});
afterEach(() => watch.stop());

const record: CallRecord = {
  hook: 'import',
  requestId: '8476a536-e9f4-11e8-9739-2dfe598c3fcd',
  statusCode: 200,
  milliseconds: 12,
  rehearsal: false,
  facts: {
    eventId: 'JUGOUiYZTaKPmH6db0nDag',
    rules: ['unique-login'],
    attributes: ['user.login'],
    outcome: 'changed',
  },
  counts: { ConflictResolved: 1 },
  fault: undefined,
};

/** The log line and the metrics printed for each record. */
function printed(...records: readonly CallRecord[]) {
  const observe = createObserve();
  for (const each of records) observe(each);
  watch.stop();
  return watch
    .text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the note of a call', () => {
  it('is one line of named facts', () => {
    expect(printed(record)[0]).toEqual({
      level: 'INFO',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      message: 'call',
      ...record.facts,
      requestId: record.requestId,
      hook: 'import',
      status: 200,
      milliseconds: 12,
      counted: ['ConflictResolved'],
      coldStart: true,
    });
  });

  it('of a rehearsal is a line that says so, and counts nowhere: it must not set an alarm off', () => {
    const lines = printed({ ...record, rehearsal: true });
    expect(lines).toEqual([expect.objectContaining({ message: 'call', rehearsal: true })]);
  });

  it('is one blob of metrics under names that alarms know', () => {
    const blob = printed(record)[1];
    expect(blob).toMatchObject({
      service: 'okta-hooks',
      hook: 'import',
      Calls: 1,
      Milliseconds: 12,
      ConflictResolved: 1,
    });
    const [{ Metrics, Dimensions }] = blob._aws.CloudWatchMetrics;
    expect(Dimensions).toEqual([['service', 'hook']]);
    for (const { Name } of Metrics) expect(METRICS).toContain(Name);
  });

  it('is counted under the name of the stack, where there is one', () => {
    process.env['POWERTOOLS_SERVICE_NAME'] = 'OktaHooks-prod';
    try {
      expect(printed(record)[1].service).toBe('OktaHooks-prod');
    } finally {
      delete process.env['POWERTOOLS_SERVICE_NAME'];
    }
  });

  it('marks the first call of a process only', () => {
    const lines = printed(record, record, record).filter((_, index) => index % 2 === 0);
    expect(lines.map(({ coldStart }) => coldStart)).toEqual([true, false, false]);
  });

  it.each([
    [401, 1, undefined],
    [500, undefined, 1],
    [503, undefined, 1],
    [200, undefined, undefined],
  ])('counts a %i', (statusCode, Refused, Failed) => {
    const blob = printed({ ...record, statusCode })[1];
    expect([blob.Refused, blob.Failed]).toEqual([Refused, Failed]);
  });

  it('carries nothing over to the next call', () => {
    const [, , line, blob] = printed(record, { ...record, facts: {}, counts: {} });
    expect(line).not.toHaveProperty('eventId');
    expect(blob).not.toHaveProperty('ConflictResolved');
  });

  it.each(['sally@example.com', 'Sally Admin', 'x'.repeat(101), 'a\nb', '', 'ünique', '{"a":1}'])(
    'leaves out an id that does not look like one: %j',
    (eventId) => {
      expect(printed({ ...record, facts: { eventId } })[0]).not.toHaveProperty('eventId');
    },
  );

  it('keeps words of our own, and drops items that are none', () => {
    const facts = { outcome: 'out of time', rules: ['plain logins', 'sally@example.com'] };
    expect(printed({ ...record, facts })[0]).toMatchObject({
      outcome: 'out of time',
      rules: ['plain logins'],
    });
  });

  it('says of a fault what may be said, as an error', () => {
    const fault = { name: 'TypeError', frames: ['at decide (file:///var/task/index.mjs:1:2)'] };
    expect(printed({ ...record, fault })[0]).toMatchObject({ level: 'ERROR', error: fault });
  });
});
