import type { ImportAction, ImportRequest } from '../contract/import-request.ts';
import { foldLogin } from '../logins/fold.ts';
import type { Variables } from './expressions/outcome.ts';
import { normaliseProfile } from './expressions/profile.ts';

/** A profile as Okta sent it. */
export type SentProfile = Readonly<Record<string, unknown>>;

/** One person of one import, as Okta described it and as expressions see it. */
export interface Situation {
  readonly sent: {
    readonly user: SentProfile;
    readonly appUser: SentProfile;
    readonly action: ImportAction;
    /** The Okta user this person is matched to. */
    readonly userId?: string;
  };
  /** The login Okta sent, folded; empty when it sent none. */
  readonly sentFold: string;
  readonly conflicts: readonly string[];
  readonly matchIds: readonly string[];
  readonly appId: string;
  /** Empty when Okta names no job. */
  readonly jobId: string;
  readonly variables: Variables;
}

/** Reads the call of the user import hook; `matches` become objects with an `id`, whatever Okta sends. */
export function situationOf(request: ImportRequest): Situation {
  const { context, action, appUser, user } = request.data;
  const conflicts = context.conflicts ?? [];
  const login = user.profile['login'];
  const matches = (context.matches ?? []).map((match) => (typeof match === 'string' ? { id: match } : match));
  return {
    sent: {
      user: user.profile,
      appUser: appUser.profile,
      action: action.result,
      ...(user.id && { userId: user.id }),
    },
    sentFold: typeof login === 'string' ? foldLogin(login) : '',
    conflicts,
    matchIds: matches.map(({ id }) => id),
    appId: context.application.id,
    jobId: context.job?.id ?? '',
    variables: {
      user: normaliseProfile(user.profile),
      appUser: normaliseProfile(appUser.profile),
      conflicts,
      matches: matches.map(normaliseProfile),
      policy: context.policy ?? [],
      application: normaliseProfile(context.application),
      job: normaliseProfile(context.job ?? {}),
      action: action.result,
    },
  };
}

/** The same person, had Okta reported one more conflict. */
export function withConflict(situation: Situation, attribute: string): Situation {
  const conflicts = [...situation.conflicts, attribute];
  return { ...situation, conflicts, variables: { ...situation.variables, conflicts } };
}
