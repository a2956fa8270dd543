import { csvCell } from '../csv-cell.ts';
import { callOrder, waitingDays } from './callers.ts';
import type { Standing } from './standing.ts';

const COLUMNS = [
  'row',
  'oktaId',
  'login',
  'email',
  'wave',
  'state',
  'failures',
  'lastFailureAt',
  'waitingDays',
  'groups',
  'disagreements',
];

/** Everybody who needs the hook, whom to call first on top, with login and address: CSV for the help desk. */
export function peopleToCall(standings: readonly Standing[], now: number): string {
  const lines = callOrder(standings).map((one) =>
    [
      one.row,
      one.id ?? '',
      one.login,
      one.email ?? '',
      one.wave,
      one.state,
      one.failures,
      one.lastFailureAt === undefined ? '' : new Date(one.lastFailureAt).toISOString(),
      waitingDays(one.createdAt, now),
      one.groups.join('; '),
      one.disagreements.join('; '),
    ]
      .map(csvCell)
      .join(','),
  );
  return `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}
