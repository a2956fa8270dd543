import { createDynamoDbClient } from '../platform/aws-clients.ts';
import { ENVIRONMENT } from '../platform/environment.ts';
import { tableOrMemory } from '../platform/table-or-memory.ts';
import { createDynamoLedger } from './dynamo/ledger.ts';
import type { LoginLedger } from './ledger.ts';
import { createMemoryLedger } from './memory-ledger.ts';

/**
 * The ledger in the given table; without one, in the memory of this process, which no other instance shares.
 *
 * @throws ConfigurationError without a table in Lambda
 */
export function createLedger(name: string | undefined): LoginLedger {
  const table = tableOrMemory(ENVIRONMENT.loginTable, name);
  return table === undefined
    ? createMemoryLedger()
    : createDynamoLedger({ client: createDynamoDbClient(), table });
}
