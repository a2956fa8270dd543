import { eventHookRequestSchema } from './contract/event-hook-request.ts';
import { createDecide, idsOf, outOfTime } from './migration/hook-result.ts';
import { createRecordImport } from './migration/record-import.ts';
import { createEventService } from './migration/service.ts';
import { authenticationFor } from './pipeline/authentication.ts';
import { createHook } from './pipeline/hook.ts';
import { answerVerification } from './pipeline/verification.ts';
import { createDynamoDbClient } from './platform/aws-clients.ts';
import { needCredentialTable, readEnvironment } from './platform/environment.ts';
import { createObserve } from './platform/observe.ts';

const { authentication, allowedSources, holdingMs } = readEnvironment();
const callers = authenticationFor(authentication);
const table = { client: createDynamoDbClient(), table: needCredentialTable() };

/** Okta's event hook. */
export const handler = createHook({
  hook: 'events',
  schema: eventHookRequestSchema,
  authentication: callers,
  ...(allowedSources && { allowedSources }),
  beforeAuthentication: answerVerification(),
  identify: idsOf,
  decide: createDecide(createEventService(createRecordImport({ ...table, holdingMs }))),
  outOfTime,
  observe: createObserve(),
});
