import { UsageError } from '../../command.ts';
import type { CreatedPerson } from '../created.ts';
import { type Plan, type PlannedPerson, WAYS, type Way } from '../plan-file.ts';
import { MOST_GROUPS } from './requests.ts';

/** Which people of a plan a run is about. */
export interface Selection {
  /** Empty: all. */
  readonly waves: readonly string[];
  /** The most people that are taken up. */
  readonly limit: number;
  /** Whether people whom Okta has refused are tried once more. */
  readonly retryFailed: boolean;
}

/** What a run will have to do. */
export interface Survey {
  /** People that are taken up. */
  readonly people: number;
  /** Of these, who was begun by an earlier run. */
  readonly resumed: number;
  readonly ways: Readonly<Record<Way, number>>;
  /** Calls that add somebody to a group, beyond those that go along with the create call. */
  readonly groupCalls: number;
  readonly appCalls: number;
  readonly groups: ReadonlySet<string>;
  readonly apps: ReadonlySet<string>;
}

/** The people of the plan that are to be created now, in its order. */
export async function* selectPeople(
  plan: Plan,
  { waves, limit, retryFailed }: Selection,
  states: ReadonlyMap<number, CreatedPerson>,
): AsyncGenerator<PlannedPerson> {
  let taken = 0;
  for await (const person of plan.people()) {
    if (taken >= limit) return;
    const state = states.get(person.row)?.state;
    if (state === 'done' || (state === 'failed' && !retryFailed)) continue;
    if (waves.length > 0 && !waves.includes(person.wave)) continue;
    taken += 1;
    yield person;
  }
}

/** Reads who is taken up, before anything is done. */
export async function surveyPeople(
  people: AsyncIterable<PlannedPerson>,
  states: ReadonlyMap<number, CreatedPerson>,
): Promise<Survey> {
  const ways = Object.fromEntries(WAYS.map((way) => [way, 0])) as Record<Way, number>;
  const [groups, apps] = [new Set<string>(), new Set<string>()];
  const calls = { groups: 0, apps: 0 };
  let [count, resumed] = [0, 0];
  for await (const person of people) {
    count += 1;
    if (states.has(person.row)) resumed += 1;
    ways[person.way] += 1;
    for (const name of person.groups) groups.add(name);
    for (const name of person.apps) apps.add(name);
    calls.groups += Math.max(0, person.groups.length - MOST_GROUPS);
    calls.apps += person.apps.length;
  }
  return { people: count, resumed, ways, groupCalls: calls.groups, appCalls: calls.apps, groups, apps };
}

/** @throws UsageError for a wave that the plan does not have */
export function requireWaves({ header }: Plan, waves: readonly string[]): void {
  const known = Object.keys(header.counts.waves);
  const unknown = waves.find((wave) => !known.includes(wave));
  if (unknown === undefined) return;
  throw new UsageError(`the plan has no wave "${unknown}"; it has ${known.join(', ')}`);
}
