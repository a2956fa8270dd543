import type { CredentialTable } from '../../../lambda/passwords/credentials/find.ts';
import type { Io } from '../../command.ts';
import { CredentialTableUnavailable } from '../../credentials/table.ts';
import { tableProblem } from '../../ledger-errors.ts';
import { startProgress } from '../../progress.ts';
import type { CredentialRow } from '../credential-rows.ts';
import type { Hands } from './carry-out.ts';
import { type EndedHash, endedHashes } from './ended-hashes.ts';
import { createHashEnder } from './hash-ender.ts';
import type { HashesResult } from './result.ts';
import type { Situation } from './situation.ts';

/** Updates under way at once. */
const WORKERS = 25;

/** What leaving hashes to the clean-up needs. */
interface Ending {
  readonly hands: Pick<Hands, 'journal' | 'ledger' | 'clock'>;
  /** Absent where the deployment has no table of legacy passwords: there is nothing to do. */
  readonly table: CredentialTable | undefined;
  readonly io: Io;
}

/**
 * Leaves the hashes of people with a link to the clean-up, which deletes them when the holding time is over. Whose they are
 * follows from the journal, Okta and the table alone: a run that was stopped anywhere is made up for by the next one. A
 * table that cannot be written is told of and ends nothing, as the links have gone out.
 *
 * @returns the situation as it is then
 * @throws CommandError when the journal cannot be written, the reason of the signal
 */
export async function endHashes(
  situation: Situation,
  { hands: { journal, ledger, clock }, table, io }: Ending,
): Promise<{ readonly situation: Situation; readonly hashes?: HashesResult }> {
  const { credentials } = situation;
  if (!table || !credentials) return { situation };
  const open = endedHashes(situation, ledger);
  const write = createHashEnder(table);
  const ended = new Map<string, CredentialRow>();
  let left = open.length;
  const end = async ({ row, ...hash }: EndedHash) => {
    const { id, fold, endedAt } = hash;
    await journal.append({ step: 'hash', id, at: clock.now(), endedAt });
    if (await write(hash)) ended.set(fold, { ...row, endedAt });
    left -= 1;
  };
  const problem = await endAll(open, end, io);
  const byFold = new Map([...credentials.byFold, ...ended]);
  return {
    situation: { ...situation, credentials: { ...credentials, byFold } },
    hashes: { table: table.table, ended: ended.size, open: left, ...(problem && { problem }) },
  };
}

/** Why the table could not be written; undefined: it was. */
async function endAll(
  open: readonly EndedHash[],
  end: (hash: EndedHash) => Promise<void>,
  io: Io,
): Promise<HashesResult['problem']> {
  if (open.length === 0) return undefined;
  const progress = startProgress(io, 'leaving hashes to the clean-up', open.length);
  try {
    for (let start = 0; start < open.length; start += WORKERS) {
      io.signal.throwIfAborted();
      const batch = open.slice(start, start + WORKERS);
      // nothing may be under way when the journal is closed
      const settled = await Promise.allSettled(batch.map((hash) => end(hash).then(progress.advance)));
      for (const one of settled) if (one.status === 'rejected') throw one.reason;
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof CredentialTableUnavailable)) throw error;
    return tableProblem(error.reason);
  } finally {
    progress.end();
  }
}
