import { describe, expect, it } from '@jest/globals';
import { chooseLogin } from '../../lambda/logins/choose.ts';
import { type LoginDirectory, noDirectory } from '../../lambda/logins/directory.ts';
import { foldLogin } from '../../lambda/logins/fold.ts';
import { LedgerUnavailable, type LoginLedger } from '../../lambda/logins/ledger.ts';
import { createMemoryLedger } from '../../lambda/logins/memory-ledger.ts';
import { fc } from '../fuzz.ts';
import { directoryHolding, numbersOf, personAsking, steppedLedger } from './law-world.ts';

const { signal } = new AbortController();
const nothing = async () => {};
const candidate = (login: string) => ({ label: `as ${login}`, login, checkedByOkta: false });
const ask = (
  change: Parameters<typeof personAsking>[2],
  ledger: LoginLedger = createMemoryLedger(),
  directory: LoginDirectory = noDirectory,
) => chooseLogin(personAsking('a', 'ann', change), { directory, ledger }, signal);

describe('the login for which Okta reported a conflict', () => {
  it.each(['ann@example.com', 'ANN@example.com', 'Änn@example.com'])(
    'is passed over among the candidates, in any spelling: %s',
    async (login) => {
      const candidates = [candidate(login), candidate('b@example.com')];
      const choice = await ask({ candidates, conflicting: 'ann@example.com' });
      expect(choice.tried).toEqual([
        { label: `as ${login}`, login, outcome: 'held in Okta' },
        { label: 'as b@example.com', login: 'b@example.com', outcome: 'chosen' },
      ]);
    },
  );

  it('is passed over among the numbers, and the next one is not far', async () => {
    const ledger = createMemoryLedger();
    const choice = await ask({ candidates: [], conflicting: 'ann2@example.com' }, ledger);
    expect(choice).toMatchObject({ kind: 'promised', login: 'ann3@example.com' });
    expect(await ledger.claimOf('ann2@example.com', signal)).toBeUndefined();
    expect(await ledger.nextNumberOf('ann0@example.com', signal)).toBe(4);
  });

  it('is not followed when a call of the same person settles it meanwhile', async () => {
    const ledger = createMemoryLedger();
    let overtaken = false;
    const slow = steppedLedger(
      ledger,
      async (method) => {
        if (method !== 'settle' || overtaken) return;
        overtaken = true;
        await ask({ candidates: [candidate('ann@example.com')] }, ledger);
      },
      nothing,
    );
    const candidates = [candidate('ann@example.com'), candidate('b@example.com')];
    const choice = await ask({ candidates, conflicting: 'ann@example.com' }, slow);
    expect(overtaken).toBe(true);
    expect(choice).toMatchObject({ kind: 'promised', login: 'b@example.com' });
  });

  it('is never the answer, whatever the rules offer, the directory says and the ledger can', async () => {
    const logins = fc.array(
      fc.constantFrom('ann@example.com', 'Ann@Example.com', 'b@example.com', 'ann2@example.com'),
    );
    const directories = fc.constantFrom<LoginDirectory>(noDirectory, directoryHolding(new Set()));
    const conflicts = fc.constantFrom('ann@example.com', 'ann2@example.com', 'b@example.com');
    const failsAt = fc.option(fc.nat(8));
    await fc.assert(
      fc.asyncProperty(logins, directories, conflicts, failsAt, async (all, directory, conflicting, last) => {
        let requests = 0;
        const flaky = steppedLedger(
          createMemoryLedger(),
          async () => {
            if (requests++ === last) throw new LedgerUnavailable('throttled');
          },
          nothing,
        );
        const change = { candidates: all.map(candidate), numbering: numbersOf('ann', 2, 4), conflicting };
        const { login } = await ask(change, flaky, directory);
        expect(foldLogin(login ?? '')).not.toBe(conflicting);
      }),
    );
  });
});
