import { expect } from '@jest/globals';
import { STATE_NAMES, type State } from '../../cli/migration/standing.ts';
import type { LegacyPerson } from './programme-people.ts';
import type { ProgrammeWorld } from './programme-world.ts';

/** What the org itself knows of a programme, read from what it consists of and not from its API. */
export interface Truth {
  readonly states: Readonly<Record<State, number>>;
  readonly needHook: number;
  /** People who need the hook, by what is named; nobody there: left out. */
  readonly needing: Readonly<Record<'wave' | 'group', Readonly<Record<string, number>>>>;
  /** How many passwords Okta took over on each day (UTC). */
  readonly migrated: Readonly<Record<string, number>>;
}

const NEEDS: ReadonlySet<State> = new Set(['never seen', 'tried and failed', 'suspended']);

/** Whom a plan is about, and the logins of those whom the programme could not create. */
export interface Told {
  readonly people: readonly LegacyPerson[];
  readonly refused: readonly string[];
}

/** Counts people. */
export function truthOf(world: ProgrammeWorld, { people, refused }: Told): Truth {
  const states = Object.fromEntries(STATE_NAMES.map((name) => [name, 0])) as Record<State, number>;
  const waves: Record<string, number> = {};
  const groups: Record<string, number> = {};
  const migrated: Record<string, number> = {};
  const add = (counts: Record<string, number>, name: string) => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (const person of people) {
    const state = refused.includes(person.login) ? 'failed' : stateOf(world, person.login);
    states[state] += 1;
    if (state === 'migrated') add(migrated, takenOver(world, person.login));
    if (!NEEDS.has(state)) continue;
    add(waves, person.wave);
    for (const group of person.groups) add(groups, group);
  }
  const needHook = [...NEEDS].reduce((sum, state) => sum + states[state], 0);
  return { states, needHook, needing: { wave: waves, group: groups }, migrated };
}

function stateOf(world: ProgrammeWorld, login: string): State {
  const { org, accounts } = world.org.okta.world;
  const person = org.holderOf(login);
  if (!person) return 'not created';
  const { credential } = accounts.of(person.id);
  if (person.status === 'DEPROVISIONED') return 'gone';
  if (person.status === 'STAGED') return 'to be invited';
  if (person.status === 'RECOVERY' || person.status === 'PROVISIONED') return 'recovering';
  if (credential.kind === 'password') return 'migrated';
  if (credential.kind === 'hash') return 'imported';
  if (person.status === 'SUSPENDED') return 'suspended';
  return importsOf(world, login).length > 0 ? 'tried and failed' : 'never seen';
}

/** The day when Okta said so; no event tells of hashes that Okta had itself, and of links. */
function takenOver(world: ProgrammeWorld, login: string): string {
  const { org, accounts } = world.org.okta.world;
  const success = importsOf(world, login).find(({ outcome }) => outcome.result === 'SUCCESS');
  if (success) return success.published.slice(0, 10);
  const { passwordChanged = 0, created, lastLogin = 0 } = accounts.of(org.holderOf(login)?.id ?? '');
  return new Date(passwordChanged > created ? passwordChanged : lastLogin).toISOString().slice(0, 10);
}

/** What the System Log says of somebody's first sign-ins. */
export function importsOf(world: ProgrammeWorld, login: string) {
  return world
    .imports()
    .filter(({ target }) =>
      (target as readonly { readonly alternateId: string }[]).some((one) => one.alternateId === login),
    );
}

/** Expects of `migrate status` the figures that the org has too, and returns all of them. */
export async function expectTruth(world: ProgrammeWorld, told: Told): Promise<Record<string, unknown>> {
  const { out } = await world.migrate('status', '--json', '--fresh');
  const figures = JSON.parse(out);
  const needing = (parts: readonly { name: string; needHook: number }[]) =>
    Object.fromEntries(parts.flatMap(({ name, needHook }) => (needHook > 0 ? [[name, needHook]] : [])));
  const days = figures.days as readonly { day: string; migrated: number }[];
  expect({
    states: figures.states,
    needHook: figures.needHook,
    needing: { wave: needing(figures.waves), group: needing(figures.groups) },
    migrated: Object.fromEntries(
      days.flatMap(({ day, migrated }) => (migrated > 0 ? [[day, migrated]] : [])),
    ),
  }).toEqual(truthOf(world, told));
  expect(figures.disagreements).toEqual([]);
  return figures;
}
