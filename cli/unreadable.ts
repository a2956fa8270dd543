import { errorCode } from '../local/error-code.ts';
import { fileFault } from '../local/file-fault.ts';
import { TableUnusable } from '../rehearsal/csv/table-unusable.ts';
import { CommandError } from './command.ts';

/** Why a file of rows cannot be read, for people; undefined for an error that is about something else. */
export function unreadable(error: unknown, file: string): CommandError | undefined {
  if (error instanceof TableUnusable)
    return new CommandError(error.message, { where: `${file}, line 1`, next: error.next });
  return /^E[A-Z0-9]+$/.test(errorCode(error) ?? '')
    ? new CommandError(`the file cannot be read: ${fileFault(error)}`, { where: file })
    : undefined;
}
