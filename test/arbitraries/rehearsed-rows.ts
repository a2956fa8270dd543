import fc from 'fast-check';
import type { RehearsedRow, RowOutcome } from '../../rehearsal/job/rehearsed-row.ts';
import { anyText } from './people.ts';

const outcome = fc.constantFrom<RowOutcome>(
  'created',
  'linked',
  'left for review',
  'error answered',
  'failed',
);

/** A row of a rehearsal with any texts, whether or not they could come together. */
export const rehearsedRow: fc.Arbitrary<RehearsedRow> = fc.record(
  {
    row: fc.nat(),
    externalId: anyText,
    name: anyText,
    outcome,
    loginBefore: anyText,
    loginAfter: anyText,
    rules: fc.array(anyText, { maxLength: 3 }),
    candidates: fc.array(
      fc.record({ label: anyText, login: anyText, outcome: anyText }, { requiredKeys: ['label', 'outcome'] }),
      { maxLength: 3 },
    ),
    linkTarget: anyText,
    milliseconds: fc.double({ min: 0, max: 3000, noNaN: true, noDefaultInfinity: true }),
    notes: fc.array(anyText, { maxLength: 3 }),
    changes: fc.array(fc.record({ path: anyText, before: fc.jsonValue(), after: fc.jsonValue() }), {
      maxLength: 3,
    }),
    reason: anyText,
  },
  {
    requiredKeys: [
      'row',
      'externalId',
      'name',
      'outcome',
      'loginBefore',
      'loginAfter',
      'rules',
      'candidates',
      'milliseconds',
      'notes',
      'changes',
    ],
  },
);
