import type { Io } from '../../command.ts';
import type { Deployment } from '../../deployment.ts';
import type { Outcome } from './carry-out.ts';
import { blocks, type Decision, decide, type Policy, type Selection } from './decide.ts';
import type { FinishLedger } from './finished.ts';
import type { HookFound } from './hook.ts';
import { type FinalSheet, type HookEnd, sheetOf } from './sheet.ts';
import type { Looking, Situation } from './situation.ts';
import { unlistedOf } from './stragglers.ts';

/** What the person at the terminal has chosen. */
export interface FinishOptions extends Selection {
  readonly policy: Policy;
  /** Name of the file for links. */
  readonly links: string | undefined;
  /** At most so many people in this run. */
  readonly limit: number;
  readonly mailsPerHour: number;
  readonly keepHook: boolean;
  /** Whether people of the plan who were not created may stay so. */
  readonly leaveUncreated: boolean;
}

/** How things stand after a run, or before it. */
export interface FinishResult {
  /** What is decided about everybody who is not done. */
  readonly decisions: readonly Decision[];
  /** The chosen ones among them, for this run. */
  readonly chosen: readonly Decision[];
  /** What came of them; empty for a dry run. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** People who are not done because Okta has refused it: rows of the plan, or Okta's ids. */
  readonly refused: readonly (number | string)[];
  /** People in the way of the end, who are left afterwards. */
  readonly left: readonly Decision[];
  /** People of the plan whom Okta does not show yet, and who are left, too. */
  readonly unlisted: number;
  /** People of the plan for whom `migrate create` has to be run, or gone on with. */
  readonly uncreated: number;
  readonly hook: HookFound;
  /** How many appeared while the hook was off, so that it was activated again. */
  readonly appeared: number;
  /** Whether this run has deleted the hook. */
  readonly removed: boolean;
  /** Begun by an earlier run and not looked at, which a dry run does not do. */
  readonly interrupted: number;
  /** Absent where the deployment has no table of legacy passwords. */
  readonly hashes?: HashesResult;
  readonly sheet: FinalSheet;
}

/** What a run has done until now. */
export interface SoFar {
  /** People whom something is done about in this run; 0 before they are known. */
  chosen: number;
  readonly outcomes: Record<Outcome, number>;
}

/** A run that has done nothing yet. */
export const nothingSoFar = (): SoFar => ({
  chosen: 0,
  outcomes: { done: 0, refused: 0, unsure: 0, unneeded: 0 },
});

/** What became of the legacy hashes of people with a link. */
export interface HashesResult {
  /** Name of the table. */
  readonly table: string;
  /** Left to the clean-up by this run. */
  readonly ended: number;
  /** Not yet left to it; in a dry run of those who would get a link, too. */
  readonly open: number;
  /** Why the table could not be written, and what to do. */
  readonly problem?: { readonly what: string; readonly next: string };
}

/** What a run needs beside what it chooses. */
export interface FinishWorld {
  readonly looking: Looking;
  readonly deployment: Deployment;
  readonly io: Io;
}

/** What a result is made of. */
export interface Facts {
  readonly world: FinishWorld;
  readonly options: FinishOptions;
  readonly ledger: FinishLedger;
  readonly hook: HookFound;
  readonly situation: Situation;
}

/** How many people are in the way of the end. */
export const leftIn = (situation: Situation, policy: Policy): number =>
  situation.stragglers.filter((one) => blocks(one, policy)).length + unlistedOf(situation).length;

const uncreatedIn = ({ standings }: Situation): number =>
  standings.filter(
    ({ state, unfinished }) =>
      state === 'not created' || state === 'half created' || unfinished === 'stopped',
  ).length;

/** Whether people of the plan have to be created first. */
export const isWaitingForCreate = ({ situation, options }: Facts): boolean =>
  !options.leaveUncreated && uncreatedIn(situation) > 0;

/** Puts everything together. */
export function resultOf(
  facts: Facts,
  more: Pick<FinishResult, 'chosen'> &
    Partial<Pick<FinishResult, 'outcomes' | 'appeared' | 'removed' | 'interrupted' | 'hashes'>>,
): FinishResult {
  const { world, options, ledger, hook, situation } = facts;
  const { looking } = world;
  const { policy, keepHook } = options;
  const decisions = situation.stragglers.map((straggler) => decide(straggler, policy));
  const left = decisions.filter(({ straggler }) => blocks(straggler, policy));
  const isHookDone = hook.kind === 'none' || keepHook;
  const appeared = more.appeared ?? 0;
  const ended = leftIn(situation, policy) === 0 && !isWaitingForCreate(facts) && isHookDone && appeared === 0;
  const sheet = sheetOf({
    situation,
    finished: ledger,
    ended,
    ignoresUnknown: policy.unknown === 'ignore',
    org: looking.org,
    plan: looking.plan,
    hook: hookEndOf(hook, ledger, keepHook),
    table: looking.table?.table,
  });
  const refused = decisions
    .filter(({ straggler }) => ledger.failed.has(straggler.id))
    .map(({ straggler: { planned, id } }) => planned?.row ?? id);
  return {
    decisions,
    refused,
    left,
    unlisted: unlistedOf(situation).length,
    uncreated: uncreatedIn(situation),
    hook,
    sheet,
    outcomes: nothingSoFar().outcomes,
    interrupted: 0,
    removed: false,
    ...more,
    appeared,
  };
}

function hookEndOf(found: HookFound, { hook: last }: FinishLedger, isKept: boolean): HookEnd {
  if (found.kind === 'none') {
    if (last?.did !== 'deleted') return { state: 'none' };
    return { state: 'deleted', id: last.id, at: new Date(last.at).toISOString() };
  }
  const { id, status } = found.hook;
  if (found.kind === 'foreign') return { state: 'foreign', id };
  if (isKept) return { state: 'kept', id };
  return { state: status === 'ACTIVE' ? 'active' : 'inactive', id };
}
