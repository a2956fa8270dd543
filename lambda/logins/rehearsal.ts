import type { LedgerRecords, LoginLedger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

/**
 * Ledgers for rehearsed calls: they read the real records and keep every write in memory. The calls of one
 * import job share a ledger, so that two people of one name still get two logins; another job starts afresh.
 */
export function createRehearsals(records: LedgerRecords): (jobId: string) => LoginLedger {
  let current: { readonly jobId: string; readonly ledger: LoginLedger } | undefined;
  return (jobId) => {
    if (current?.jobId !== jobId) current = { jobId, ledger: createMemoryLedger(records) };
    return current.ledger;
  };
}
