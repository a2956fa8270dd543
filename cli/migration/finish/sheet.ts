import type { PlanHeader, Way } from '../plan-file.ts';
import type { Standing } from '../standing.ts';
import { endOf } from './ended-hashes.ts';
import type { Finished } from './finished.ts';
import type { Situation } from './situation.ts';
import { BLOCKING, KINDS, type Kind, unlistedOf } from './stragglers.ts';

/** How it ended for people of the plan. */
export const OUTCOMES = {
  'signed in': 'with the old password, which Okta has taken over',
  'new password': 'chosen by a link',
  'hash imported': 'has not signed in; Okta has the old hash itself and needs no hook',
  'has a link': 'has not followed it, and cannot sign in before',
  gone: 'deactivated or deleted in Okta',
  'never created': 'refused by Okta, or never created',
  left: 'is not done',
} as const;
export type Ending = keyof typeof OUTCOMES;

/** What became of the password hook in Okta. */
export type HookEnd =
  | { readonly state: 'deleted'; readonly id: string; readonly at: string }
  | { readonly state: 'kept' | 'active' | 'inactive' | 'foreign'; readonly id: string }
  | { readonly state: 'none' };

/** The final sheet: figures only, nobody's name. Times are ISO 8601. */
export interface FinalSheet {
  /** Whether nobody is left, and the hook is as it should be. */
  readonly ended: boolean;
  readonly org: string;
  readonly plan: {
    readonly source: string;
    readonly digest: string;
    readonly people: number;
    readonly refused: number;
  };
  /** When Okta was asked about everybody; the figures are of then. */
  readonly askedAt: string;
  readonly endings: Readonly<Record<Ending, Readonly<Record<Way, number>>>>;
  readonly onImport: {
    /** People who need the hook. */
    readonly left: number;
    /** People whom the plan does not know and who were said not to need it. */
    readonly ignored: number;
    /** People whose hash Okta has itself: they read IMPORT until they sign in. */
    readonly hashImported: number;
  };
  /** People in the way of the end, by kind; those with a link are not. */
  readonly left: Readonly<Partial<Record<Kind, number>>>;
  readonly hook: HookEnd;
  readonly hashes?: {
    readonly table: string;
    readonly held: number;
    /** Held hashes that the clean-up deletes since Okta has the password, and when the last of them is due. */
    readonly due: number;
    readonly lastDue?: string;
    /** Held hashes that it deletes since a link stands in for the password: the holding time after that. */
    readonly linked: number;
  };
}

/** What a sheet is made of. */
export interface SheetFacts {
  readonly situation: Situation;
  readonly finished: Finished;
  readonly ended: boolean;
  readonly ignoresUnknown: boolean;
  readonly org: string;
  readonly plan: { readonly header: PlanHeader; readonly digest: string };
  readonly hook: HookEnd;
  readonly table: string | undefined;
}

/** The sheet of a situation. Everybody of the plan counts in exactly one ending. */
export function sheetOf(facts: SheetFacts): FinalSheet {
  const { situation, finished, ended, ignoresUnknown, org, plan, hook, table } = facts;
  const { header, digest } = plan;
  const endings = blankEndings();
  for (const standing of situation.standings) endings[endingOf(standing, finished)][standing.way] += 1;
  const counts = countKinds(situation, ignoresUnknown);
  const needing = Object.entries(counts).filter(([kind]) => kind !== 'to be invited');
  const unknown = situation.stragglers.filter(({ kind }) => kind === 'unknown').length;
  const hashes = table === undefined ? undefined : hashesOf(situation, table);
  return {
    ended,
    org,
    plan: {
      source: header.source,
      digest,
      people: header.counts.people,
      refused: header.counts.refused,
    },
    askedAt: new Date(situation.okta.askedAt).toISOString(),
    endings,
    onImport: {
      left: needing.reduce((sum, [, count]) => sum + count, 0),
      ignored: ignoresUnknown ? unknown : 0,
      hashImported: endings['hash imported'].hash,
    },
    left: counts,
    hook,
    ...(hashes && { hashes }),
  };
}

function blankEndings(): Record<Ending, Record<Way, number>> {
  const names = Object.keys(OUTCOMES) as Ending[];
  return Object.fromEntries(names.map((name) => [name, { hash: 0, hook: 0, reset: 0 }])) as Record<
    Ending,
    Record<Way, number>
  >;
}

function endingOf({ state, way, id }: Standing, { sent }: Finished): Ending {
  switch (state) {
    case 'migrated':
      return way === 'reset' || (id !== undefined && sent.has(id)) ? 'new password' : 'signed in';
    case 'imported':
      return 'hash imported';
    case 'recovering':
      return 'has a link';
    case 'gone':
      return 'gone';
    case 'failed':
    case 'not created':
    case 'half created':
      return 'never created';
    default:
      return 'left';
  }
}

function countKinds(situation: Situation, ignoresUnknown: boolean): Partial<Record<Kind, number>> {
  const counts: Partial<Record<Kind, number>> = {};
  for (const { kind } of situation.stragglers) {
    if (!BLOCKING.has(kind) || (ignoresUnknown && kind === 'unknown')) continue;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  for (const { state } of unlistedOf(situation)) counts[state as Kind] = (counts[state as Kind] ?? 0) + 1;
  const names = Object.keys(KINDS) as Kind[];
  return Object.fromEntries(
    names.flatMap((kind) => (counts[kind] === undefined ? [] : [[kind, counts[kind]]])),
  );
}

function hashesOf({ credentials }: Situation, table: string): FinalSheet['hashes'] {
  const held = [...(credentials?.byFold.values() ?? [])].filter(({ hashHeld }) => hashHeld);
  const due = held.filter((row) => endOf(row) === 'success').flatMap(({ deleteAfter }) => deleteAfter ?? []);
  const last = due.reduce((latest, one) => Math.max(latest, one), 0);
  return {
    table,
    held: held.length,
    due: due.length,
    ...(due.length > 0 && { lastDue: new Date(last).toISOString() }),
    linked: held.filter((row) => endOf(row) === 'link').length,
  };
}
