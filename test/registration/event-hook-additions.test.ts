import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  divideAdditions,
  type EventHookAdditions,
  filterOf,
  namesOfAdditions,
} from '../../lambda/registration/event-hook-additions.ts';
import { readLiveEventHook } from '../../lambda/registration/live-event-hook.ts';

const event = fc.constantFrom('user.import.password', 'user.lifecycle.create', 'user.session.start');
const headerName = fc.constantFrom('Authorization', 'authorization', 'X-Team', 'x-other');
const additions: fc.Arbitrary<EventHookAdditions> = fc.record({
  description: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  filters: fc.array(fc.record({ event, expression: fc.string({ minLength: 1 }) })),
  headers: fc.array(fc.record({ key: headerName, value: fc.option(fc.string(), { nil: undefined }) })),
});
const wanted = fc.record({ header: headerName, events: fc.uniqueArray(event) });

const hookWith = ({ description, filters, headers }: EventHookAdditions) => ({
  id: 'who1',
  name: 'events',
  description: description ?? null,
  status: 'ACTIVE',
  verificationStatus: 'VERIFIED',
  events: {
    type: 'EVENT_TYPE',
    items: ['user.import.password'],
    filter: filterOf({ description, filters, headers }) ?? null,
  },
  channel: { config: { uri: 'https://hooks.example.com', headers } },
});

describe('what somebody has added to an event hook', () => {
  it('is read from what Okta answers, and comes back whole from what a request sends', () => {
    fc.assert(
      fc.property(additions, (added) => {
        expect(readLiveEventHook(JSON.parse(JSON.stringify(hookWith(added)))).additions).toEqual(added);
      }),
    );
  });

  it('is either kept or lost, in its order, and nothing is both or neither', () => {
    fc.assert(
      fc.property(additions, wanted, (added, hook) => {
        const { kept, lost } = divideAdditions(added, hook);
        const names = [...namesOfAdditions(kept), ...namesOfAdditions(lost)];
        expect(names.sort()).toEqual([...namesOfAdditions(added)].sort());
        expect(added.headers.filter((one) => kept.headers.includes(one))).toEqual(kept.headers);
        expect(added.filters.filter((one) => kept.filters.includes(one))).toEqual(kept.filters);
      }),
    );
  });

  it('never puts a second header beside the one with the secret, nor a filter where no event comes', () => {
    fc.assert(
      fc.property(additions, wanted, (added, hook) => {
        const { kept } = divideAdditions(added, hook);
        const keys = kept.headers.map(({ key }) => key.toLowerCase());
        expect(keys).not.toContain(hook.header.toLowerCase());
        expect(kept.headers.map(({ value }) => value)).not.toContain(undefined);
        for (const one of kept.filters) expect(hook.events).toContain(one.event);
      }),
    );
  });

  it('is nothing where Okta answers nothing of it', () => {
    const { description: _, ...hook } = hookWith({ description: undefined, filters: [], headers: [] });
    const bare = {
      ...hook,
      events: { type: 'EVENT_TYPE', items: [] },
      channel: { config: { uri: 'https://hooks.example.com', headers: [null, {}] } },
    };
    expect(readLiveEventHook(bare).additions).toEqual({ description: undefined, filters: [], headers: [] });
  });
});
