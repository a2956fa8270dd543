import { importRequestSchema } from './contract/import-request.ts';
import { idsOf, outOfTime, resultOf } from './imports/hook-result.ts';
import { loadRules } from './imports/load-rules.ts';
import { createImportService } from './imports/service.ts';
import { createDirectory } from './logins/create-directory.ts';
import { createLedger } from './logins/create-ledger.ts';
import { authenticationFor } from './pipeline/authentication.ts';
import { createHook } from './pipeline/hook.ts';
import { readEnvironment } from './platform/environment.ts';
import { createObserve } from './platform/observe.ts';

const { authentication, allowedSources, rulesFile, directory, loginTable } = readEnvironment();
const callers = authenticationFor(authentication);
const rules = loadRules(rulesFile);
const decide = createImportService({
  rules,
  directory: createDirectory(directory),
  ledger: createLedger(loginTable),
  now: Date.now,
});

/** Okta's user import inline hook. */
export const handler = createHook({
  hook: 'import',
  schema: importRequestSchema,
  authentication: callers,
  ...(allowedSources && { allowedSources }),
  identify: idsOf,
  decide: async (request, call) => resultOf(await decide(request, call)),
  outOfTime: () => outOfTime(rules.onDeadline),
  observe: createObserve(),
});
