import { CommandError, type Io } from '../../command.ts';
import { CredentialTableUnavailable } from '../../credentials/table.ts';
import type { Deployment } from '../../deployment.ts';
import { tableProblem } from '../../ledger-errors.ts';

const GO_ON = 'the same command goes on; nobody is created twice';

/** What to tell people about a run that ended before its time, for whatever reason. */
export function interrupted(
  error: unknown,
  { file }: Pick<Deployment, 'file'>,
  { signal }: Pick<Io, 'signal'>,
): unknown {
  if (signal.aborted) return new CommandError('stopped; who was created stays', { next: GO_ON });
  if (error instanceof CredentialTableUnavailable) {
    const { what, next } = tableProblem(error.reason);
    return new CommandError(`the credential table ${what}`, { where: file, next: `${next}; ${GO_ON}` });
  }
  if (!(error instanceof CommandError)) return error;
  const { message, where, next } = error;
  return new CommandError(message, {
    ...(where !== undefined && { where }),
    next: next === undefined ? GO_ON : `${next}; ${GO_ON}`,
  });
}
