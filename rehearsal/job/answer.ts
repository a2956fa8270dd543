import type { ImportAction } from '../../lambda/contract/import-request.ts';
import type { Profile } from '../org/person.ts';
import type { Arrival } from './import-call.ts';
import type { ImportSettings } from './import-settings.ts';

/** What Okta is to do with a person once the commands are carried out. */
export interface Intent {
  readonly action: ImportAction;
  /** The hook asked for this action in so many words. */
  readonly isCommanded: boolean;
  /** The Okta user to link to. */
  readonly linkId: string | undefined;
  readonly appUser: Profile;
  readonly user: Profile;
}

/** An answer of the hook, read. */
export type Answer =
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'error'; readonly errorSummary: string }
  /** It contradicts Okta's rules, and nothing of it is carried out. */
  | { readonly kind: 'rejected'; readonly reason: string };

/** A draft of the person while commands are carried out one after the other. */
interface Draft {
  action: ImportAction;
  isCommanded: boolean;
  linkId: string | undefined;
  appUser: Profile | undefined;
  user: Profile | undefined;
}

/** Carries out one command; says why not where it contradicts Okta's rules. */
type Step = (value: object, draft: Draft) => string | undefined;

const STEPS: Readonly<Record<string, Step>> = {
  'com.okta.appUser.profile.update': (value, draft) => {
    draft.appUser = { ...draft.appUser, ...value };
    return undefined;
  },
  'com.okta.user.profile.update': (value, draft) => {
    draft.user = { ...draft.user, ...value };
    return undefined;
  },
  'com.okta.action.update': (value, draft) => {
    const result: unknown = Reflect.get(value, 'result');
    if (result !== 'CREATE_USER' && result !== 'LINK_USER') return 'an unknown action';
    draft.action = result;
    draft.isCommanded = true;
    return undefined;
  },
  'com.okta.user.update': (value, draft) => {
    const id: unknown = Reflect.get(value, 'id');
    if (typeof id !== 'string' || id === '') return 'a user update without an id';
    draft.linkId = id;
    return undefined;
  },
};

/** What Okta does when it gets no answer, or one with nothing to change. */
export function defaultIntent({ appUser, user, linkTo }: Arrival): Intent {
  return {
    action: linkTo ? 'LINK_USER' : 'CREATE_USER',
    isCommanded: false,
    linkId: linkTo?.id,
    appUser,
    user,
  };
}

/**
 * Reads the hook's answer, which may be anything, and carries its commands out in their order. A changed app
 * profile is mapped again; what is written to the Okta profile directly stands above that.
 */
export function readAnswer(body: unknown, arrival: Arrival, map: ImportSettings['map']): Answer {
  if (body === undefined || body === null) return { kind: 'intent', intent: defaultIntent(arrival) };
  if (typeof body !== 'object' || Array.isArray(body)) return rejected('an answer that is no object');
  const { commands, error } = body as { readonly commands?: unknown; readonly error?: unknown };
  if (error !== undefined && error !== null) return { kind: 'error', errorSummary: summaryOf(error) };
  if (commands === undefined || commands === null) return { kind: 'intent', intent: defaultIntent(arrival) };
  if (!Array.isArray(commands)) return rejected('commands that are no list');
  return carryOut(commands, arrival, map);
}

function carryOut(commands: readonly unknown[], arrival: Arrival, map: ImportSettings['map']): Answer {
  const { action, linkId } = defaultIntent(arrival);
  const draft: Draft = { action, isCommanded: false, linkId, appUser: undefined, user: undefined };
  for (const command of commands) {
    const { type, value } = Object(command) as { readonly type?: unknown; readonly value?: unknown };
    const step = typeof type === 'string' && Object.hasOwn(STEPS, type) ? STEPS[type] : undefined;
    if (!step) return rejected('an unknown command');
    if (typeof value !== 'object' || value === null) return rejected('a command without a value');
    const objection = step(value, draft);
    if (objection !== undefined) return rejected(objection);
  }
  if (draft.action === 'LINK_USER' && draft.linkId === undefined) return rejected('LINK_USER without an id');
  if (draft.action === 'CREATE_USER' && draft.linkId !== undefined && draft.linkId !== linkId)
    return rejected('the id of a user without LINK_USER');
  const appUser = draft.appUser ? { ...arrival.appUser, ...draft.appUser } : arrival.appUser;
  const mapped = draft.appUser ? map(appUser).user : arrival.user;
  const user = draft.user ? { ...mapped, ...draft.user } : mapped;
  return { kind: 'intent', intent: { ...draft, appUser, user } };
}

const rejected = (reason: string): Answer => ({ kind: 'rejected', reason });

function summaryOf(error: unknown): string {
  const summary: unknown = Reflect.get(Object(error), 'errorSummary');
  return typeof summary === 'string' && summary !== '' ? summary : 'an error without a summary';
}
