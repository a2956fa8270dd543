import type { Context } from 'aws-lambda';
import { cleanUp } from './migration/clean-up.ts';
import { createObserveCleanUp } from './migration/observe-clean-up.ts';
import { describeFault } from './pipeline/fault.ts';
import { createPatientDynamoDbClient } from './platform/aws-clients.ts';
import { needCredentialTable, readHoldingMs } from './platform/environment.ts';

/** What is left to write the log line, before Lambda ends the process. */
const RESERVE_MS = 5_000;

const table = { client: createPatientDynamoDbClient(), table: needCredentialTable() };
const holdingMs = readHoldingMs();
const observe = createObserveCleanUp();

/** The clean-up failed: `reason` is the SDK's name for it. Lambda logs it and tries twice more; it has no cause. */
class CleanUpFailed extends Error {
  override readonly name = 'CleanUpFailed';

  constructor(reason: string) {
    super(`the credential table cannot be cleaned up: ${reason}`);
  }
}

/** The daily clean-up of legacy hashes; the event that starts it says nothing. */
export async function handler(
  _event: unknown,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const now = Date.now();
  const signal = AbortSignal.timeout(context.getRemainingTimeInMillis() - RESERVE_MS);
  const result = await cleanUp(table, { now, holdingMs, signal }).catch((error: unknown) => {
    throw new CleanUpFailed(describeFault(error).name ?? 'unknown');
  });
  observe(result, Date.now() - now);
}
