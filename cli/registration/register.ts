import type { OktaCallOptions, OktaClient } from '../../lambda/platform/okta-client.ts';
import { type CanaryResult, playCanary } from '../../lambda/registration/canary.ts';
import { type Difference, differences } from '../../lambda/registration/difference.ts';
import { divideAdditions, namesOfAdditions } from '../../lambda/registration/event-hook-additions.ts';
import {
  eventDifferences,
  findEventHooks,
  listEventHooks,
  putEventHook,
  verifyEventHook,
  type WantedEventHook,
} from '../../lambda/registration/event-hooks.ts';
import {
  createHook,
  findHook,
  listInlineHooks,
  replacesChannel,
  updateHook,
} from '../../lambda/registration/inline-hooks.ts';
import type { LiveEventHook } from '../../lambda/registration/live-event-hook.ts';
import type { LiveHook } from '../../lambda/registration/live-hook.ts';
import { CommandError } from '../command.ts';
import { wordsOf } from '../okta-words.ts';
import type { RegisteredType, Wanted } from './wanted.ts';

/** What would be done about one hook. */
export interface Plan {
  readonly type: RegisteredType;
  readonly name: string;
  readonly action: 'create' | 'update' | 'keep';
  readonly differences: readonly Difference[];
  /** What somebody has added in Okta and an update keeps, and what it cannot: names, never a value. */
  readonly kept: readonly string[];
  readonly lost: readonly string[];
}

/** What was done, and what Okta got back. */
export interface Registered extends Plan {
  readonly id: string;
  /** True when the hook looked right and was refused, so that the secret was written once more. */
  readonly secretRenewed: boolean;
  /** Whether Okta reaches the service: the canary was answered, or the event hook is verified. */
  readonly reached: boolean;
  /** Whether the answer was the one to the canary. */
  readonly expected: boolean;
  readonly answer?: unknown;
  /** What Okta says where it was not reached. */
  readonly reason?: string;
}

/** A hook that has been looked up, ready to be written. */
export interface Registration {
  readonly plan: Plan;
  apply(): Promise<Registered>;
}

/** Looks an inline hook up. Throws when a person must decide between hooks in Okta. */
export async function planInlineHook(
  client: OktaClient,
  wanted: Wanted,
  call: OktaCallOptions,
): Promise<Registration> {
  const { hook } = wanted;
  const found = findHook(hook, await listInlineHooks(client, hook.type, call));
  if (found.kind === 'several') throw ambiguous(`named "${hook.name}"`, found.hooks);
  if (found.kind === 'in the way') {
    throw new CommandError(
      `the org has a password hook already, named "${found.hook.name}"; it can have one`,
      {
        where: found.hook.id,
        next: `rename it to "${hook.name}" in the Admin Console to take it over, or delete it`,
      },
    );
  }
  const live = found.kind === 'one' ? found.hook : undefined;
  const lost = live && replacesChannel(hook, live) ? [UNSEEN_HEADERS] : [];
  const plan = planOf(hook.kind, hook.name, live && { differences: differences(hook, live), kept: [], lost });
  return { plan, apply: () => applyInlineHook(client, { plan, wanted, live }, call) };
}

const UNSEEN_HEADERS = 'extra headers, if somebody has added any: Okta shows them to nobody';

function planOf(
  type: RegisteredType,
  name: string,
  found: Pick<Plan, 'differences' | 'kept' | 'lost'> | undefined,
): Plan {
  if (!found) return { type, name, action: 'create', differences: [], kept: [], lost: [] };
  return { type, name, action: found.differences.length > 0 ? 'update' : 'keep', ...found };
}

function ambiguous(which: string, hooks: readonly { readonly id: string }[]): CommandError {
  return new CommandError(`the org has ${hooks.length} hooks ${which}`, {
    where: hooks.map(({ id }) => id).join(', '),
    next: 'find out which one is attached, and rename or delete the others',
  });
}

interface InlineWork {
  readonly plan: Plan;
  readonly wanted: Wanted;
  readonly live: LiveHook | undefined;
}

async function applyInlineHook(
  client: OktaClient,
  { plan, wanted, live }: InlineWork,
  call: OktaCallOptions,
): Promise<Registered> {
  const { hook } = wanted;
  const write = async (current: LiveHook | undefined) => {
    const secret = await wanted.secret(call.signal);
    return current
      ? updateHook(client, current, { wanted: hook, secret }, call)
      : createHook(client, hook, secret, call);
  };
  const written = live && plan.action === 'keep' ? live : await write(live);
  const target = { id: written.id, kind: hook.kind };
  const first = await playCanary(client, target, call);
  if (first.kind === 'answered' || plan.action !== 'keep') return registered(plan, written.id, first, false);
  // nobody can read the secret in Okta: it may be an old one
  await write(written);
  return registered(plan, written.id, await playCanary(client, target, call), true);
}

function registered(plan: Plan, id: string, canary: CanaryResult, secretRenewed: boolean): Registered {
  const common = { ...plan, id, secretRenewed };
  if (canary.kind === 'answered') {
    const { answer, expected } = canary;
    return { ...common, reached: true, expected, answer };
  }
  return { ...common, reached: false, expected: false, reason: wordsOf(canary.error) };
}

/** Looks the event hook up. Throws when there are several of its name or URL. */
export async function planEventHook(
  client: OktaClient,
  {
    hook,
    secret,
  }: { readonly hook: WantedEventHook; readonly secret: (signal: AbortSignal) => Promise<string> },
  call: OktaCallOptions,
): Promise<Registration> {
  const [live, ...others] = findEventHooks(hook, await listEventHooks(client, call));
  if (live && others.length > 0) {
    const isNamed = live.name === hook.name;
    throw ambiguous(isNamed ? `named "${hook.name}"` : `that call ${hook.uri}`, [live, ...others]);
  }
  const plan = planOf('events', hook.name, live && eventUpdateOf(hook, live));
  const write = async (current: LiveEventHook | undefined) =>
    putEventHook(client, { wanted: hook, secret: await secret(call.signal), live: current }, call);
  return {
    plan,
    apply: async () => {
      const written = live && plan.action === 'keep' ? live : await write(live);
      const isVerified = written.verificationStatus === 'VERIFIED';
      const verified = isVerified ? written : await verifyEventHook(client, written.id, call);
      const reached = verified?.verificationStatus === 'VERIFIED';
      const why = reached
        ? {}
        : { reason: 'the service did not give the challenge of the verification back' };
      return { ...plan, id: written.id, secretRenewed: false, reached, expected: reached, ...why };
    },
  };
}

function eventUpdateOf(hook: WantedEventHook, live: LiveEventHook) {
  const { kept, lost } = divideAdditions(live.additions, hook);
  return {
    differences: eventDifferences(hook, live),
    kept: namesOfAdditions(kept),
    lost: namesOfAdditions(lost),
  };
}
