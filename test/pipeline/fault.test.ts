import { describe, expect, it } from '@jest/globals';
import { describeFault } from '../../lambda/pipeline/fault.ts';

const SECRET = 'hunter2';

describe('what is kept of an unexpected error', () => {
  it('names the error, its code and where it happened', () => {
    const fault = describeFault(Object.assign(new RangeError(SECRET), { code: 'ERR_OUT_OF_RANGE' }));
    expect(fault).toMatchObject({ name: 'RangeError', code: 'ERR_OUT_OF_RANGE' });
    expect(fault.frames[0]).toMatch(/^at .*fault\.test\.ts:\d+:\d+\)?$/);
    expect(fault.frames.length).toBeLessThanOrEqual(12);
  });

  it.each<[string, unknown]>([
    ['a text', SECRET],
    ['a message', new Error(SECRET)],
    ['a message of several lines that look like frames', new Error(`x\n    at ${SECRET} (file:///a.ts:1:2)`)],
    ['a cause', new Error('x', { cause: new Error(SECRET) })],
    ['an aggregate', new AggregateError([new Error(SECRET)], SECRET)],
    ['a name', Object.assign(new Error('x'), { name: `${SECRET}@example.com` })],
    ['a code', Object.assign(new Error('x'), { code: SECRET })],
    ['a stack that is no stack', { stack: `at ${SECRET}\n  at ${SECRET}` }],
    ['a stack of another type', { stack: [SECRET], name: [SECRET], code: { SECRET } }],
    ['properties', Object.assign(new Error('x'), { body: SECRET, $metadata: { SECRET } })],
  ])('keeps nothing of %s', (_, thrown) => {
    expect(JSON.stringify(describeFault(thrown))).not.toContain(SECRET);
  });

  it.each([null, undefined, 0, Symbol('x'), () => SECRET, Object.create(null)])(
    'takes anything: %p',
    (thrown) => {
      expect(describeFault(thrown)).toMatchObject({ frames: [] });
    },
  );

  it('survives an error whose properties throw', () => {
    const hostile = {
      get name() {
        throw new Error(SECRET);
      },
    };
    expect(describeFault(hostile)).toEqual({ frames: [] });
  });
});
