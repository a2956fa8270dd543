import type { ImportRequest } from '../contract/import-request.ts';
import type { LoginDirectory } from '../logins/directory.ts';
import type { LoginLedger } from '../logins/ledger.ts';
import { createRehearsals } from '../logins/rehearsal.ts';
import type { Call } from '../pipeline/call.ts';
import { createImportDecider } from './decide.ts';
import type { ImportDecision } from './decision.ts';
import type { PreparedRules } from './prepared-rules.ts';

/** What the service is built of. */
export interface ImportServiceOptions {
  readonly rules: PreparedRules;
  readonly directory: LoginDirectory;
  readonly ledger: LoginLedger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Decides calls for real, and rehearsed ones on records that are read and never written. */
export function createImportService(options: ImportServiceOptions) {
  const { rules, directory, ledger, now } = options;
  const rehearsalOf = createRehearsals(ledger);
  const decide = createImportDecider({ rules, world: { directory, ledger }, now });

  return (
    request: ImportRequest,
    { signal, rehearsal }: Pick<Call, 'signal' | 'rehearsal'>,
  ): Promise<ImportDecision> => {
    if (!rehearsal) return decide(request, signal);
    const world = { directory, ledger: rehearsalOf(request.data.context.job?.id ?? '') };
    return createImportDecider({ rules, world, now, rehearsal })(request, signal);
  };
}
