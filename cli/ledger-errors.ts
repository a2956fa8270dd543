import { LedgerUnavailable } from '../lambda/logins/ledger.ts';
import { CommandError } from './command.ts';

/** What usually helps, by the name of the SDK's error. */
const NEXT: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'check --outputs and the AWS region',
  CredentialsProviderError: 'sign in to AWS: no credentials were found',
  AccessDeniedException: 'these credentials may not use the table',
  UnrecognizedClientException: 'sign in to AWS again: the credentials are not valid',
  TimeoutError: 'is the laptop running? try again',
};

/** Runs work on the ledger; a table that cannot be asked becomes a message for people. */
export async function askingLedger<Answer>(table: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LedgerUnavailable)) throw error;
    const { what, next } = tableProblem(error.reason);
    throw new CommandError(`the login table ${what}`, { where: table, next });
  }
}

/** What to tell people about a table that cannot be asked, by the name of the SDK's error. */
export function tableProblem(reason: string): { readonly what: string; readonly next: string } {
  return {
    what: `cannot be asked (${reason})`,
    next: NEXT[reason] ?? 'try again; what was written stays written',
  };
}
