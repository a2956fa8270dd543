import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readEvent } from '../../lambda/migration/read-event.ts';

const target = { id: '00u1', type: 'User', alternateId: 'ana.silva@example.com', displayName: 'Ana' };
const event = {
  uuid: 'ce7c7b2c-1',
  published: '2026-11-20T09:00:00.000Z',
  eventType: 'user.import.password',
  outcome: { result: 'SUCCESS' },
  actor: { id: '00uadmin', type: 'SystemPrincipal', alternateId: 'system@okta.com' },
  target: [{ id: '0oa1', type: 'AppInstance' }, target],
};
const read = {
  uuid: event.uuid,
  at: Date.UTC(2026, 10, 20, 9),
  succeeded: true,
  userId: '00u1',
  login: 'ana.silva@example.com',
};

describe('an event of the System Log', () => {
  it('tells whose first sign-in it was, and when', () => {
    expect(readEvent(event)).toEqual({ kind: 'import', passwordImport: read });
  });

  it('tells it where the person is the actor, and where Okta does not know the login', () => {
    const change = {
      target: null,
      actor: { ...target, alternateId: 'unknown' },
      outcome: { result: 'FAILURE' },
    };
    const passwordImport = { ...read, succeeded: false, login: undefined };
    expect(readEvent({ ...event, ...change })).toEqual({ kind: 'import', passwordImport });
  });

  it.each<[string, object]>([
    ['nobody', { target: [], actor: null }],
    ['an app alone', { target: [event.target[0]] }],
    ['a person without an id', { target: [{ ...target, id: '' }] }],
    ['no id of its own', { uuid: undefined }],
    ['no time', { published: 'yesterday' }],
    ['another result', { outcome: { result: 'SKIPPED' } }],
    ['no result', { outcome: null }],
  ])('that names %s is of no use', (_, change) => {
    expect(readEvent({ ...event, ...change })).toEqual({ kind: 'unusable' });
  });

  it('of another type is none of ours, whatever it holds', () => {
    expect(readEvent({ ...event, eventType: 'user.session.start' })).toEqual({ kind: 'other' });
  });

  it('of any shape is read without an error', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.anything().map((value) => ({ ...event, target: [value], outcome: value })),
      fc.record({
        eventType: fc.constant(event.eventType),
        published: fc.string(),
        target: fc.array(fc.anything()),
      }),
    );
    fc.assert(
      fc.property(anything, (value) => ['import', 'other', 'unusable'].includes(readEvent(value).kind)),
    );
  });
});
