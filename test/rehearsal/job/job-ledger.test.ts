import { describe, expect, it } from '@jest/globals';
import { createMemoryLedger } from '../../../lambda/logins/memory-ledger.ts';
import { createJobLedger } from '../../../rehearsal/job/job-ledger.ts';
import { fc } from '../../fuzz.ts';
import { itKeepsTheLawsOfLogins } from '../../logins/laws.ts';

const signal = new AbortController().signal;
const DIGEST = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg';

describe('the ledger of a job', () => {
  itKeepsTheLawsOfLogins(async () => createJobLedger(), { runs: 15, people: 8 });

  it('says what any other ledger in memory says, whatever is asked of it', async () => {
    const owner = fc.record({ appId: fc.constantFrom('0oa', '0ob'), person: fc.constantFrom('p', 'q') });
    const fold = fc.constantFrom('a', 'b');
    const id = fc.constantFrom(undefined, 0, 1);
    const promise = fc.record({
      login: fold,
      choices: fc.constantFrom(DIGEST, 'other', `${DIGEST.slice(0, -1)}h`),
      jobId: fc.constantFrom('j', 'k'),
      claimedAt: fc.constantFrom(1, 2_000_000_000_000),
      id,
    });
    const takeOverBefore = fc.constantFrom(0, 3_000_000_000_000);
    const step = fc.record({ what: fc.nat(5), owner, fold, promise, promiseId: id, takeOverBefore });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const ledgers = [createJobLedger(), createMemoryLedger()];
        for (const { what, owner, fold, promise, promiseId, takeOverBefore } of steps) {
          const answers = ledgers.map(async (ledger) => {
            const { jobId, claimedAt } = promise;
            const expected = await ledger.promiseOf(owner, signal);
            const changed = [
              () => ledger.settle(owner, promise, what % 2 ? expected : undefined, signal),
              () =>
                ledger.settle(owner, { ...promise, previous: fold, previousId: promiseId }, expected, signal),
              () => ledger.claim(fold, { owner, jobId, claimedAt, promiseId, takeOverBefore }, signal),
              () => ledger.release(fold, { ...owner, promiseId }, signal),
              () => ledger.forget(owner, promise, signal),
              () => ledger.takeNumbers(fold, 2, claimedAt, signal),
            ];
            return [
              await changed[what]?.(),
              await ledger.promiseOf(owner, signal),
              await ledger.claimOf(fold, signal),
              await ledger.nextNumberOf(fold, signal),
            ];
          });
          const [ours, theirs] = await Promise.all(answers);
          expect(ours).toEqual(theirs);
        }
      }),
      { numRuns: 60 },
    );
  });
});
