import { createDynamoDbClient } from '../platform/aws-clients.ts';
import { createDynamoLedger } from './dynamo/ledger.ts';
import type { LoginLedger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

/** The ledger in the given table; without one, in the memory of this process, which no other instance shares. */
export function createLedger(table: string | undefined): LoginLedger {
  return table === undefined
    ? createMemoryLedger()
    : createDynamoLedger({ client: createDynamoDbClient(), table });
}
