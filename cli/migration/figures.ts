import { daysOf, type ProgrammeDay } from './burn-down.ts';
import { type Caller, callOrder, waitingDays } from './callers.ts';
import { DAY_MS, dayOf } from './days.ts';
import { DISAGREEMENT_KINDS, DISAGREEMENTS, type Disagreement } from './disagreements.ts';
import { type Forecast, forecastOf } from './forecast.ts';
import type { OktaPerson } from './okta-people.ts';
import { NEED_HOOK, STATE_NAMES, type Standing, type State } from './standing.ts';

/** How many people are in each state. */
export type StateCounts = Readonly<Record<State, number>>;

/** People who have something in common: a wave, a group. */
export interface Part {
  readonly name: string;
  readonly people: number;
  /** Those of them who need the hook. */
  readonly needHook: number;
  readonly states: StateCounts;
}

/** One way in which sources contradict each other, and how often. */
export interface Contradiction {
  readonly kind: Disagreement | typeof STRANGERS;
  readonly people: number;
  readonly means: string;
  readonly next: string;
  /** Rows of the plan, or for people who are in no plan Okta's ids; the first few. */
  readonly first: readonly (number | string)[];
}

/** Everything that `migrate status` says; holds no login and no address. */
export interface Figures {
  /** When Okta was asked, and when the figures were made: ISO 8601. */
  readonly askedAt: string;
  readonly madeAt: string;
  readonly people: number;
  readonly states: StateCounts;
  /** People of the plan for whom the hook has to stay. */
  readonly needHook: number;
  /** People whose password is where it belongs: migrated or imported. */
  readonly done: number;
  /** In Okta, but without all of their groups or apps. */
  readonly unfinished: number;
  readonly waves: readonly Part[];
  /** The groups with the most people who need the hook; who is in several counts in each. */
  readonly groups: readonly Part[];
  /** People who are in none of these groups. */
  readonly otherGroups: Part;
  readonly days: readonly ProgrammeDay[];
  readonly deadline: string;
  readonly forecast: Forecast;
  /** Legacy hashes of the hook's people in the credential table; `none` was never loaded there. */
  readonly hashes: Readonly<Record<Standing['legacyHash'], number>>;
  readonly disagreements: readonly Contradiction[];
  /** Whom to call first. */
  readonly callFirst: readonly Caller[];
  /** People whom somebody has to look at: failed or unfinished creations, and those whom sources disagree about. */
  readonly inNeed: number;
}

/** What figures are made of. */
export interface FigureSources {
  readonly standings: readonly Standing[];
  readonly strangers: readonly OktaPerson[];
  readonly askedAt: number;
  readonly now: number;
  /** `2026-12-31`; @default 60 days after the first creation */
  readonly deadline?: string;
}

const STRANGERS = 'on IMPORT, but not in the plan';
/** Wave 10 comes after wave 9. */
const { compare: inOrder } = new Intl.Collator('en', { numeric: true });
/** The most groups that are shown. */
export const GROUPS_SHOWN = 15;
const MOST_CALLS = 10;
const MOST_ROWS = 5;
const PROGRAMME_DAYS = 60;

/** Counts everybody. The states, and the states of all waves, each sum up to the people of the plan. */
export function figuresOf({ standings, strangers, askedAt, now, ...rest }: FigureSources): Figures {
  const whole = partOf('', standings);
  const days = daysOf(standings, now);
  const begins = Date.parse(days[0]?.day ?? dayOf(now));
  const { deadline = dayOf(begins + PROGRAMME_DAYS * DAY_MS) } = rest;
  const isTroubled = ({ state, unfinished, disagreements }: Standing) =>
    state === 'failed' || unfinished === 'failed' || disagreements.length > 0;
  return {
    askedAt: new Date(askedAt).toISOString(),
    madeAt: new Date(now).toISOString(),
    people: whole.people,
    states: whole.states,
    needHook: whole.needHook,
    done: whole.states.migrated + whole.states.imported,
    unfinished: count(standings, ({ unfinished }) => unfinished !== undefined),
    waves: partsBy(standings, ({ wave }) => [wave]).sort((a, b) => inOrder(a.name, b.name)),
    ...groupsOf(standings),
    days,
    deadline,
    forecast: forecastOf(days, deadline, now),
    hashes: hashesOf(standings),
    disagreements: contradictionsOf(standings, strangers),
    callFirst: callOrder(standings)
      .slice(0, MOST_CALLS)
      .map(({ row, id = '', state, failures, createdAt }) => ({
        row,
        id,
        state,
        failures,
        waitingDays: waitingDays(createdAt, now),
      })),
    inNeed: count(standings, isTroubled) + strangers.length,
  };
}

function partOf(name: string, standings: readonly Standing[]): Part {
  const states = Object.fromEntries(STATE_NAMES.map((state) => [state, 0])) as Record<State, number>;
  for (const { state } of standings) states[state] += 1;
  return {
    name,
    people: standings.length,
    needHook: count(standings, ({ state }) => NEED_HOOK.has(state)),
    states,
  };
}

function partsBy(standings: readonly Standing[], namesOf: (standing: Standing) => readonly string[]): Part[] {
  const members = new Map<string, Standing[]>();
  for (const standing of standings)
    for (const name of new Set(namesOf(standing))) {
      const found = members.get(name);
      if (found) found.push(standing);
      else members.set(name, [standing]);
    }
  return [...members].map(([name, those]) => partOf(name, those));
}

function groupsOf(standings: readonly Standing[]): Pick<Figures, 'groups' | 'otherGroups'> {
  const all = partsBy(standings, ({ groups }) => groups);
  const groups = all.sort((a, b) => b.needHook - a.needHook || b.people - a.people).slice(0, GROUPS_SHOWN);
  const names = new Set(groups.map(({ name }) => name));
  const others = standings.filter((standing) => !standing.groups.some((group) => names.has(group)));
  return { groups, otherGroups: partOf('', others) };
}

function hashesOf(standings: readonly Standing[]): Figures['hashes'] {
  const hook = standings.filter(({ way }) => way === 'hook');
  const of = (wanted: Standing['legacyHash']) => count(hook, ({ legacyHash }) => legacyHash === wanted);
  return { held: of('held'), deleted: of('deleted'), none: of('none') };
}

function contradictionsOf(
  standings: readonly Standing[],
  strangers: readonly OktaPerson[],
): readonly Contradiction[] {
  const found = DISAGREEMENT_KINDS.map((kind) => {
    const those = standings.filter(({ disagreements }) => disagreements.includes(kind));
    const first = those.slice(0, MOST_ROWS).map(({ row }) => row);
    return { kind, people: those.length, ...DISAGREEMENTS[kind], first };
  });
  const unknown = {
    kind: STRANGERS,
    people: strangers.length,
    means:
      'they were created for the hook or with a hash, but by nobody of this plan: the hook may be needed for them',
    next: 'look for another plan that they are in; migrate finish counts them as left',
    first: strangers.slice(0, MOST_ROWS).map(({ id }) => id),
  } as const;
  return [...found, unknown].filter(({ people }) => people > 0);
}

function count<Item>(items: readonly Item[], isCounted: (item: Item) => boolean): number {
  return items.reduce((sum, item) => sum + (isCounted(item) ? 1 : 0), 0);
}
