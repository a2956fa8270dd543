import type { CredentialTable } from '../../lambda/passwords/credentials/find.ts';
import type { OktaClient } from '../../lambda/platform/okta-client.ts';
import type { Io } from '../command.ts';
import { askForPeople, askForRows } from './ask-sources.ts';
import { readCreated } from './created.ts';
import { type Figures, figuresOf } from './figures.ts';
import { readFinished } from './finish/finished.ts';
import type { Plan } from './plan-file.ts';
import type { ProgrammeFiles } from './programme-files.ts';
import { type Standing, standingsOf, strangersOf } from './standing.ts';

/** What a status is read from. */
export interface StatusSources {
  readonly plan: Plan;
  readonly files: ProgrammeFiles;
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

const ON_STOP = 'the same command goes on, without --fresh';

/** Asks the programme's own files, Okta and the credential table, and puts their answers together. */
export async function readStatus(sources: StatusSources, io: Io): Promise<Status> {
  const { plan, files, org, table, deadline } = sources;
  const owner = { plan: plan.digest, org };
  // another org's journal ends it before the org is asked
  await readCreated(files.created, io, owner);
  const okta = await askForPeople({ ...sources, file: files.people, onStop: ON_STOP }, io);
  // what happened since Okta was asked is known, too
  const created = await readCreated(files.created, io, owner);
  const credentials = table && (await askForRows(table, io.signal));
  const { sent } = await readFinished(files.finished, io, owner);
  const linked = new Set(sent.keys());
  const known = { created, okta, linked, ...(credentials && { credentials }) };
  const standings = await standingsOf({ ...known, people: plan.people() });
  const strangers = strangersOf(known, standings);
  const times = { askedAt: okta.askedAt, now: io.clock.now() };
  const figures = figuresOf({ standings, strangers, ...times, ...(deadline !== undefined && { deadline }) });
  return { figures, standings };
}
