import fc from 'fast-check';
import type { PasswordImport } from '../../lambda/migration/read-event.ts';

/** Few people, times and ids, so that events meet: also at the same moment, and under one id. */
const passwordImport = fc
  .record({
    person: fc.nat(2),
    uuid: fc.stringMatching(/^[0-9a-f]{4}$/),
    at: fc.integer({ min: 1_790_000_000_000, max: 1_790_000_000_006 }),
    succeeded: fc.boolean(),
  })
  .map(
    ({ person, uuid, at, succeeded }): PasswordImport => ({
      uuid: `${uuid}-${at}`,
      at,
      succeeded,
      userId: `00u${person}`,
      login: `person${person}@example.com`,
    }),
  );

/** What happened, each event once. */
export const passwordImports = fc.uniqueArray(passwordImport, {
  selector: ({ uuid }) => uuid,
  minLength: 1,
  maxLength: 10,
});

/** The same events as Okta delivers them: in any order, and some of them again. */
export const deliveriesOf = (events: readonly PasswordImport[]) =>
  fc
    .array(fc.constantFrom(...events), { maxLength: 6 })
    .chain((repeated) =>
      fc.shuffledSubarray([...events, ...repeated], { minLength: events.length + repeated.length }),
    );
