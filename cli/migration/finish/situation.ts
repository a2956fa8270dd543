import type { CredentialTable } from '../../../lambda/passwords/credentials/find.ts';
import type { OktaClient } from '../../../lambda/platform/okta-client.ts';
import type { Io } from '../../command.ts';
import { askForPeople, askForRows } from '../ask-sources.ts';
import { readCreated } from '../created.ts';
import type { CredentialRows } from '../credential-rows.ts';
import type { JournalOwner } from '../journal-owner.ts';
import type { OktaPeople } from '../okta-people.ts';
import { createPacedOkta } from '../paced-okta.ts';
import type { Plan } from '../plan-file.ts';
import type { ProgrammeFiles } from '../programme-files.ts';
import { type Standing, standingsOf } from '../standing.ts';
import { createAddressJudge } from './address.ts';
import type { Finished } from './finished.ts';
import { requirePlanThere, withUnlisted } from './missing.ts';
import { type Straggler, stragglersOf } from './stragglers.ts';

/** Where everybody stands at one moment. */
export interface Situation {
  readonly okta: OktaPeople;
  readonly standings: readonly Standing[];
  readonly stragglers: readonly Straggler[];
  readonly credentials?: CredentialRows;
}

/** What a look at the situation needs. */
export interface Looking {
  readonly plan: Plan;
  readonly files: ProgrammeFiles;
  readonly client: OktaClient;
  /** How much of Okta's limits may be used: above 0, at most 1. */
  readonly share: number;
  /** Address of the org. */
  readonly org: string;
  /** Absent where the deployment has no table of legacy passwords. */
  readonly table?: CredentialTable;
  readonly withoutMail: readonly string[];
  /** Whether most people of the plan may be missing from the org. */
  readonly acceptMissing: boolean;
  /** Ids of people who were deleted, as far as Okta was asked for them; looks add to it. */
  readonly deleted: Set<string>;
  readonly resendAfterMs: number;
}

/** Whose the journals are. */
export const ownerOf = ({ plan, org }: Pick<Looking, 'plan' | 'org'>): JournalOwner => ({
  plan: plan.digest,
  org,
});

const ON_STOP = 'what was done stays done; the same command goes on';

/**
 * Asks Okta about everybody, afresh, and puts it together with what the programme knows. Whom Okta's list leaves out is
 * asked for one by one, so that a list that lags hides nobody.
 *
 * @throws CommandError when most of the plan is missing from the org, unless that is accepted
 */
export async function lookAround(looking: Looking, finished: Finished, io: Io): Promise<Situation> {
  const { plan, table, withoutMail, resendAfterMs } = looking;
  const { created, okta } = await askForPlan(looking, io);
  const credentials = table && (await askForRows(table, io.signal));
  const sources = { created, okta, ...(credentials && { credentials }) };
  const standings = await standingsOf({ people: plan.people(), ...sources });
  const stragglers = stragglersOf({
    okta: okta.people,
    standings,
    finished,
    addresses: createAddressJudge(okta.people.values(), withoutMail),
    now: io.clock.now(),
    resendAfterMs,
  });
  return { okta, standings, stragglers, ...(credentials && { credentials }) };
}

async function askForPlan(looking: Looking, io: Io) {
  const { plan, org, files, client, share, acceptMissing, deleted } = looking;
  const list = await askForPeople({ ...looking, file: files.people, maxAgeMs: 0, onStop: ON_STOP }, io);
  const created = await readCreated(files.created, io, ownerOf(looking));
  if (!acceptMissing) requirePlanThere({ plan, org, created, okta: list });
  const paced = createPacedOkta(client, { share, stop: io.signal, clock: io.clock });
  return { created, okta: await withUnlisted({ created, okta: list }, { okta: paced, deleted }) };
}
