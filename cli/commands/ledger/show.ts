import { createDynamoLedger } from '../../../lambda/logins/dynamo/ledger.ts';
import { foldLogin } from '../../../lambda/logins/fold.ts';
import type { LedgerRecords, LoginClaim, LoginPromise } from '../../../lambda/logins/ledger.ts';
import { defineCommand, EXIT, type Io } from '../../command.ts';
import { loginTableOf, outputsOption, readDeployment } from '../../deployment.ts';
import { askingLedger } from '../../ledger-errors.ts';
import { formatTable, printResult } from '../../output.ts';

/** What the ledger says about one login. */
interface Shown {
  readonly login: string;
  readonly fold: string;
  readonly claim?: LoginClaim;
  /** What the holder of the claim was promised; another login, when the claim is about to be released. */
  readonly promise?: LoginPromise;
  /** The number the next person of this name gets under the shipped rule. */
  readonly nextNumber?: number;
}

/** `ledger show`: who holds a login, since when, and where its numbers stand. */
export const command = defineCommand({
  operands: [{ name: 'login', description: 'a login in any spelling: it is folded as Okta compares logins' }],
  options: { outputs: outputsOption },
  examples: [
    'ledger show sally.admin@example.com',
    'ledger show sally.admin@example.com --outputs .local/outputs.json',
  ],
  run: async ({ values, operands: [login = ''] }, io) => {
    const { client, table } = loginTableOf(await readDeployment(values.outputs, io));
    try {
      const shown = await askingLedger(table, () =>
        look(login, createDynamoLedger({ client, table }), io.signal),
      );
      printResult(io, values.json, shown, () => describe(shown, io));
      return EXIT.done;
    } finally {
      client.destroy();
    }
  },
});

async function look(login: string, ledger: LedgerRecords, signal: AbortSignal): Promise<Shown> {
  const fold = foldLogin(login);
  const claim = await ledger.claimOf(fold, signal);
  const promise = claim && (await ledger.promiseOf(claim.owner, signal));
  const nextNumber = await ledger.nextNumberOf(fold.replace(/\d*(?=@|$)/, '0'), signal);
  return {
    login,
    fold,
    ...(claim && { claim }),
    ...(promise && { promise }),
    ...(nextNumber !== undefined && { nextNumber }),
  };
}

function describe({ fold, claim, promise, nextNumber }: Shown, io: Io): string {
  const at = (time: number) => new Date(time).toISOString().replace('T', ' ').slice(0, 19);
  const rows = [
    ['compared as', fold],
    ['held by', claim ? `${claim.owner.person} of ${claim.owner.appId}` : 'nobody'],
    ...(claim ? [['claimed', `${at(claim.claimedAt)} UTC, job ${claim.jobId || 'unknown'}`]] : []),
    ...(promise ? [['their promise', promise.login]] : []),
    ['next number', nextNumber === undefined ? 'none given out yet' : String(nextNumber)],
  ];
  return formatTable(io, ['ledger', ''], rows);
}
