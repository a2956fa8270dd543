import type { LedgerRecords, LoginLedger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

/** People of one job; each takes about half a kilobyte. */
const MOST_PEOPLE = 100_000;

/**
 * Ledgers for rehearsed calls: they read the real records and keep every write in memory. The calls of one
 * import job share a ledger, so that two people of one name still get two logins; another job starts afresh, and so
 * does every call without a job (`''`). Of a job that is larger, `most` people are kept; for others the ledger cannot be asked.
 */
export function createRehearsals(records: LedgerRecords, most = MOST_PEOPLE): (jobId: string) => LoginLedger {
  let current: { readonly jobId: string; readonly ledger: LoginLedger } | undefined;
  return (jobId) => {
    if (jobId === '') return createMemoryLedger(records, most);
    if (current?.jobId !== jobId) current = { jobId, ledger: createMemoryLedger(records, most) };
    return current.ledger;
  };
}
