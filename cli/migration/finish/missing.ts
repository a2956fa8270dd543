import { CommandError } from '../../command.ts';
import type { CreatedPerson } from '../created.ts';
import type { OktaPeople, OktaPerson } from '../okta-people.ts';
import type { PacedOkta } from '../paced-okta.ts';
import type { Plan } from '../plan-file.ts';
import { personNow } from './person-now.ts';

/** What is known of the people of a plan who should be in an org. */
export interface Expected {
  readonly plan: Plan;
  /** Address of the org. */
  readonly org: string;
  /** By row: what `readCreated` gives. */
  readonly created: ReadonlyMap<number, CreatedPerson>;
  /** Everybody whom Okta lists. */
  readonly okta: OktaPeople;
}

/** Okta's ids of people who were created and whom its list does not have. */
function missingIds({ created, okta }: Pick<Expected, 'created' | 'okta'>): readonly string[] {
  return idsOf(created).filter((id) => !okta.people.has(id));
}

const idsOf = (created: Expected['created']) => [...created.values()].flatMap(({ id }) => id ?? []);

/**
 * Refuses to judge by an org that has nobody of the plan, or less than half of those who were created: it is another one,
 * or its list is far behind.
 *
 * @throws CommandError with the figures, and how to go on
 */
export function requirePlanThere(expected: Expected): void {
  const { plan, org, created } = expected;
  const there = idsOf(created).length;
  const missing = missingIds(expected).length;
  if (there === 0 && plan.header.counts.people > 0)
    throw new CommandError('the journal has nobody of the plan in this org', {
      where: org,
      next: 'migrate create creates them, or bring its journal beside the plan; --accept-missing goes on as it is',
    });
  if (missing * 2 <= there) return;
  const [all, gone] = [there, missing].map((count) => count.toLocaleString('en'));
  throw new CommandError(
    `most of the plan is missing: ${gone} of the ${all} people who were created are not in Okta's list`,
    {
      where: org,
      next: 'another org, or a list that lags? Name the right one, or wait; --accept-missing goes on if they were deleted',
    },
  );
}

/** People asked for at once. */
const TOGETHER = 20;

/** What asking one by one needs. */
export interface Asking {
  readonly okta: PacedOkta;
  /** Ids that Okta has said it does not have: it never gives them again, so that one question is enough. Is added to. */
  readonly deleted: Set<string>;
}

/**
 * Okta's list with everybody of the plan whom it leaves out although they are there: each is asked for by id, as a list
 * may be behind.
 */
export async function withUnlisted(
  { created, okta: list }: Pick<Expected, 'created' | 'okta'>,
  { okta, deleted }: Asking,
): Promise<OktaPeople> {
  const ids = missingIds({ created, okta: list }).filter((id) => !deleted.has(id));
  if (ids.length === 0) return list;
  const found: OktaPerson[] = [];
  for (let start = 0; start < ids.length; start += TOGETHER) {
    const ask = async (id: string) => {
      const person = await personNow(id, okta);
      if (person) found.push(person);
      else deleted.add(id);
    };
    await Promise.all(ids.slice(start, start + TOGETHER).map(ask));
  }
  return { ...list, people: new Map([...list.people, ...found.map((one) => [one.id, one] as const)]) };
}
