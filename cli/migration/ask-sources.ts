import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import { CommandError, type Io } from '../command.ts';
import { tableProblem } from '../ledger-errors.ts';
import { startProgress } from '../progress.ts';
import { type CredentialRows, scanCredentials } from './credential-rows.ts';
import { type OktaPeople, readOktaPeople } from './okta-people.ts';
import { createPace } from './pace.ts';

/** An org whose people are asked for. */
export interface PeopleSource {
  readonly client: OktaClient;
  /** Address of the org. */
  readonly org: string;
  /** The cache. */
  readonly file: string;
  /** A cache that is younger is used; 0 asks afresh. */
  readonly maxAgeMs: number;
  /** How much of Okta's rate limit may be used. */
  readonly share: number;
  /** What to tell people who have stopped it. */
  readonly onStop: string;
}

/**
 * Everybody in the org, paced and with progress; what {@link readOktaPeople} throws, and a {@link CommandError} when it
 * is stopped.
 */
export async function askForPeople(
  { client, org, maxAgeMs, share, file, onStop }: PeopleSource,
  io: Io,
): Promise<OktaPeople> {
  const pace = createPace({ share, clock: io.clock.now, sleep: io.clock.sleep });
  const progress = startProgress(io, 'asking Okta for people');
  let shown = 0;
  const show = (known: number) => {
    for (; shown < known; shown += 1) progress.advance();
  };
  try {
    return await readOktaPeople(client, { org, file, maxAgeMs, pace, io, progress: show });
  } catch (error) {
    if (!io.signal.aborted) throw error;
    const known = shown.toLocaleString('en');
    throw new CommandError(`stopped; the ${known} people who were asked for are kept`, {
      next: onStop,
    });
  } finally {
    progress.end();
  }
}

/** The rows of the credential table; a table that cannot be asked becomes a {@link CommandError}. */
export async function askForRows(table: CredentialTable, signal: AbortSignal): Promise<CredentialRows> {
  try {
    return await scanCredentials(table, signal);
  } catch (error) {
    if (signal.aborted) throw new CommandError('stopped', { next: 'the same command begins again' });
    const { what, next } = tableProblem(error instanceof Error ? error.name : 'unknown cause');
    throw new CommandError(`the credential table ${what}`, { where: table.table, next });
  }
}
