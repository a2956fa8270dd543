import type { Io } from '../../command.ts';
import { formatTable, oneLine, painter } from '../../output.ts';
import type { CreatedPerson } from '../created.ts';
import type { PlanHeader } from '../plan-file.ts';
import type { NameProblem } from './names.ts';
import { ENDPOINTS } from './requests.ts';
import type { Survey } from './selection.ts';

/** Where everybody of a plan stands. */
export interface CreateCounts {
  readonly people: number;
  readonly created: number;
  readonly failed: number;
  /** Not created yet, or not wholly. */
  readonly left: number;
  /** Rows of the plan that nobody is created for. */
  readonly refused: number;
}

/** Counts the people of a plan by what the journal says. */
export function countCreated(
  { counts: { people, refused } }: PlanHeader,
  states: ReadonlyMap<number, CreatedPerson>,
): CreateCounts {
  let [created, failed] = [0, 0];
  for (const { state } of states.values()) {
    if (state === 'done') created += 1;
    if (state === 'failed') failed += 1;
  }
  return { people, created, failed, left: people - created - failed, refused };
}

/** The requests of a run, before any of them goes out. */
export function describeSurvey(survey: Survey, newGroups: readonly string[], io: Io): string {
  const { people, resumed, ways, groupCalls, appCalls } = survey;
  const requests: readonly (readonly [number, string, string])[] = [
    [ways.hash, `${ENDPOINTS.create}?activate=true`, 'with the hash as it is: no hook is needed'],
    [ways.hook, `${ENDPOINTS.create}?activate=true`, 'with credentials.password.hook'],
    [ways.reset, `${ENDPOINTS.create}?activate=false`, 'without a password: STAGED until migrate finish'],
    [groupCalls, ENDPOINTS.group, 'groups beyond the first 20'],
    [appCalls, ENDPOINTS.app, 'applications'],
    [newGroups.length, 'POST /api/v1/groups', 'groups that are not there yet'],
  ];
  const rows = requests.filter(([count]) => count > 0);
  const begun = resumed > 0 ? `, ${resumed.toLocaleString('en')} of them begun before` : '';
  const who = people === 1 ? 'person' : 'people';
  const title = `${painter(io)('bold', people.toLocaleString('en'))} ${who} to create${begun}`;
  if (rows.length === 0) return title;
  const cells = rows.map(([count, ...texts]) => [count.toLocaleString('en'), ...texts]);
  return `${title}\n${formatTable(io, ['calls', 'request', 'what for'], cells)}`;
}

/** Where everybody stands after a run, and in which file a row a person is, if one was written. */
export function describeCounts(counts: CreateCounts, results: string | undefined, io: Io): string {
  const paint = painter(io);
  const number = (count: number) => count.toLocaleString('en');
  const { people, created, failed, left, refused } = counts;
  return [
    `${paint('bold', number(created))} of ${number(people)} people are created`,
    ...(left > 0 ? [`  ${number(left)} are not created yet`] : []),
    ...(failed > 0
      ? [`  ${paint('yellow', `${number(failed)} refused by Okta`)}: see the results, then --retry-failed`]
      : []),
    ...(refused > 0 ? [`  ${number(refused)} refused by the plan`] : []),
    ...(results === undefined ? [] : [`results: ${results}`]),
  ].join('\n');
}

/** Names that nobody can be put into, one a line. */
export const describeProblems = (problems: readonly NameProblem[]): string =>
  problems
    .map(
      ({ kind, name, found }) =>
        `  ${kind} "${oneLine(name)}": ${found === 0 ? 'not in Okta' : `${found} have this name`}`,
    )
    .join('\n');
