import { importRequestSchema } from './contract/import-request.ts';
import { createImportDecider } from './imports/decide.ts';
import { idsOf, outOfTime, resultOf } from './imports/hook-result.ts';
import { loadRules } from './imports/load-rules.ts';
import { noDirectory } from './logins/directory.ts';
import { createMemoryLedger } from './logins/memory-ledger.ts';
import { authenticationFor } from './pipeline/authentication.ts';
import { createHook } from './pipeline/hook.ts';
import { readEnvironment } from './platform/environment.ts';
import { createObserve } from './platform/observe.ts';

const { authentication, allowedSources, rulesFile } = readEnvironment();
const callers = authenticationFor(authentication);
const rules = loadRules(rulesFile);
const ledger = createMemoryLedger();
const deciderWith = (ledgerToUse: typeof ledger) =>
  createImportDecider({ rules, world: { directory: noDirectory, ledger: ledgerToUse }, now: Date.now });
const decide = deciderWith(ledger);
const rehearse = deciderWith(createMemoryLedger(ledger));

/** Okta's user import inline hook. */
export const handler = createHook({
  hook: 'import',
  schema: importRequestSchema,
  authentication: callers,
  ...(allowedSources && { allowedSources }),
  identify: idsOf,
  decide: async (request, { signal, rehearsal }) => {
    const decision = await (rehearsal ? rehearse : decide)(request, signal);
    return resultOf(decision);
  },
  outOfTime: () => outOfTime(rules.onDeadline),
  observe: createObserve(),
});
