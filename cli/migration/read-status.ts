import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import { CommandError, type Io } from '../command.ts';
import { tableProblem } from '../ledger-errors.ts';
import { startProgress } from '../progress.ts';
import { readCreated } from './created.ts';
import { type CredentialRows, scanCredentials } from './credential-rows.ts';
import { type Figures, figuresOf } from './figures.ts';
import { type OktaPeople, readOktaPeople } from './okta-people.ts';
import { createPace } from './pace.ts';
import { readPlan } from './plan-file.ts';
import { programmeFiles } from './programme-files.ts';
import { type Standing, standingsOf, strangersOf } from './standing.ts';

/** What a status is read from. */
export interface StatusSources {
  readonly plan: string;
  readonly client: OktaClient;
  /** Address of the org. */
  readonly org: string;
  readonly table?: CredentialTable;
  readonly maxAgeMs: number;
  /** How much of Okta's rate limit may be used. */
  readonly share: number;
  readonly deadline?: string;
}

/** The figures, and the people behind them. */
export interface Status {
  readonly figures: Figures;
  readonly standings: readonly Standing[];
}

/** Asks the programme's own files, Okta and the credential table, and puts their answers together. */
export async function readStatus(sources: StatusSources, io: Io): Promise<Status> {
  const { table, deadline } = sources;
  const files = programmeFiles(sources.plan);
  const plan = await readPlan(files.plan, io);
  const okta = await everybody(sources, files.people, io);
  // what happened since Okta was asked is known, too
  const created = await readCreated(files.created, io, plan.digest);
  const credentials = table && (await rowsOf(table, io.signal));
  const known = { created, okta, ...(credentials && { credentials }) };
  const standings = await standingsOf({ ...known, people: plan.people() });
  const strangers = strangersOf(known);
  const times = { askedAt: okta.askedAt, now: io.clock.now() };
  const figures = figuresOf({ standings, strangers, ...times, ...(deadline !== undefined && { deadline }) });
  return { figures, standings };
}

async function everybody(
  { client, org, maxAgeMs, share }: StatusSources,
  file: string,
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
    throw new CommandError('stopped; the people who were asked for are kept', {
      next: 'the same command goes on, without --fresh',
    });
  } finally {
    progress.end();
  }
}

async function rowsOf(table: CredentialTable, signal: AbortSignal): Promise<CredentialRows> {
  try {
    return await scanCredentials(table, signal);
  } catch (error) {
    if (signal.aborted) throw new CommandError('stopped', { next: 'the same command begins again' });
    const { what, next } = tableProblem(error instanceof Error ? error.name : 'unknown cause');
    throw new CommandError(`the credential table ${what}`, { where: table.table, next });
  }
}
