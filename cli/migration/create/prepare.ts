import { READ_INLINE_HOOKS } from '../../../lambda/registration/inline-hooks.ts';
import { CommandError, type Io } from '../../command.ts';
import type { Deployment } from '../../deployment.ts';
import { askingOkta, type OktaAccess, oktaOf } from '../../okta.ts';
import type { CreatedPerson } from '../created.ts';
import type { Plan } from '../plan-file.ts';
import { type Names, resolveNames } from './names.ts';
import { requirePasswordHook } from './require-hook.ts';
import { type Selection, type Survey, selectPeople, surveyPeople } from './selection.ts';
import { describeProblems } from './show.ts';

/** What a run of `migrate create` is about. */
export interface CreationWork {
  readonly plan: Plan;
  readonly selection: Selection;
  readonly deployment: Deployment;
  /** Whether Okta's ids go to the table of legacy passwords. */
  readonly withTable: boolean;
  /** Whether groups that are not in Okta are created. */
  readonly createGroups: boolean;
  /** People at once. */
  readonly workers: number;
  /** How much of Okta's rate limits may be used. */
  readonly share: number;
}

/** What is known before anybody is created. */
export interface Prepared {
  readonly survey: Survey;
  readonly okta: OktaAccess;
  readonly scopes: readonly string[];
  readonly names: Names;
  /** Groups that have to be created first; `names` does not know them. */
  readonly newGroups: readonly string[];
}

const PATIENCE_MS = 90_000;

/** How what comes before the people is asked. */
export const preparing = (io: Pick<Io, 'signal'>) => ({ signal: io.signal, patienceMs: PATIENCE_MS });

/**
 * Finds out whether everything that the people need is in Okta; asks, and changes nothing.
 *
 * @throws CommandError when something is missing
 */
export async function prepareCreation(
  { plan, selection, deployment, createGroups }: CreationWork,
  states: ReadonlyMap<number, CreatedPerson>,
  io: Io,
): Promise<Prepared> {
  const survey = await surveyPeople(selectPeople(plan, selection, states), states);
  const scopes = scopesFor(survey);
  const okta = await oktaOf(deployment, io, scopes);
  return askingOkta(scopes, async () => {
    if (survey.ways.hook > 0) await requirePasswordHook(okta.client, deployment, preparing(io));
    const { names, problems } = await resolveNames(okta.client, survey, preparing(io));
    const canCreate = ({ kind, found }: (typeof problems)[number]) =>
      createGroups && kind === 'group' && found === 0;
    const faults = problems.filter((problem) => !canCreate(problem));
    if (faults.length > 0) {
      throw new CommandError(
        `nobody was created: names of the plan are not clear\n${describeProblems(faults)}`,
        {
          next: 'create or rename them in Okta, or name ids in the export; --create-groups creates groups',
        },
      );
    }
    return { survey, okta, scopes, names, newGroups: problems.filter(canCreate).map(({ name }) => name) };
  });
}

/** What a service app needs, and no more. */
function scopesFor({ ways, groups, apps }: Survey): readonly string[] {
  return [
    'okta.users.manage',
    ...(groups.size > 0 ? ['okta.groups.manage'] : []),
    ...(apps.size > 0 ? ['okta.apps.manage'] : []),
    ...(ways.hook > 0 ? [READ_INLINE_HOOKS] : []),
  ];
}
