import { LedgerUnavailable } from '../lambda/logins/ledger.ts';
import { CommandError } from './command.ts';

/** The SDK's name of a connection that was refused. */
const NO_CONNECTION = 'Error';
const NOT_REACHED = 'check the network; where --outputs is the laptop, start it: npm start';

/** What usually helps, by the name of the SDK's error. */
const NEXT: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'check --outputs and the AWS region',
  CredentialsProviderError: 'sign in to AWS: no credentials were found',
  AccessDeniedException: 'these credentials may not use the table',
  UnrecognizedClientException: 'sign in to AWS again: the credentials are not valid',
  TimeoutError: NOT_REACHED,
  [NO_CONNECTION]: NOT_REACHED,
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
    what: reason === NO_CONNECTION ? 'cannot be reached' : `cannot be asked (${reason})`,
    next: NEXT[reason] ?? 'try again; what was written stays written',
  };
}
