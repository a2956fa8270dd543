import { DAY_MS } from './days.ts';
import { NEED_HOOK, type Standing, type State } from './standing.ts';

/** Somebody whom the help desk calls, without their name. */
export interface Caller {
  readonly row: number;
  /** Okta's id. */
  readonly id: string;
  readonly state: State;
  readonly failures: number;
  /** Whole days since they were created. */
  readonly waitingDays: number;
}

/** People who need the hook, in the order in which to call them: the most failed sign-ins, then the longest waiting. */
export function callOrder(standings: readonly Standing[]): readonly Standing[] {
  return standings
    .filter(({ state }) => NEED_HOOK.has(state))
    .sort((a, b) => b.failures - a.failures || (a.createdAt ?? 0) - (b.createdAt ?? 0) || a.row - b.row);
}

/** Whole days from then to now. */
export const waitingDays = (createdAt: number | undefined, now: number): number =>
  createdAt === undefined ? 0 : Math.max(0, Math.floor((now - createdAt) / DAY_MS));
