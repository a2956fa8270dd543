import type { OktaClient } from '../../../lambda/platform/okta-client.ts';
import {
  activateHook,
  deactivateHook,
  deleteHook,
  findHook,
  listInlineHooks,
} from '../../../lambda/registration/inline-hooks.ts';
import type { LiveHook } from '../../../lambda/registration/live-hook.ts';
import { hookName, INLINE_HOOK_TYPES } from '../../../lambda/registration/wanted-hook.ts';
import { CommandError } from '../../command.ts';
import { type Deployment, outputOf } from '../../deployment.ts';
import { outputsFor } from '../../registration/wanted.ts';
import type { HookEntry } from './finished.ts';

/** How long one request about the hook may be repeated, in milliseconds: a window of Okta's limits is a minute. */
const PATIENCE_MS = 65_000;

/** The password hook in Okta, seen from a deployment: only one of its name and its address is its own. */
export type HookFound =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly hook: LiveHook }
  | { readonly kind: 'foreign'; readonly hook: LiveHook };

/** Looks for it. Throws a {@link CommandError} when there are several of its name. */
export async function lookForHook(
  client: OktaClient,
  deployment: Deployment,
  signal: AbortSignal,
): Promise<HookFound> {
  const name = hookName(deployment.stack, 'password');
  const type = INLINE_HOOK_TYPES.password;
  const live = await listInlineHooks(client, type, { signal, patienceMs: PATIENCE_MS });
  const found = findHook({ kind: 'password', name, type }, live);
  if (found.kind === 'none') return found;
  if (found.kind === 'in the way') return { kind: 'foreign', hook: found.hook };
  if (found.kind === 'several') {
    throw new CommandError(`the org has ${found.hooks.length} hooks named "${name}"`, {
      where: found.hooks.map(({ id }) => id).join(', '),
      next: 'find out which one is called, and rename or delete the others',
    });
  }
  const { hook } = found;
  const isOurs = hook.uri === outputOf(deployment, outputsFor('password').url);
  return { kind: isOurs ? 'ours' : 'foreign', hook };
}

/** What removing a hook needs. */
export interface Removal {
  readonly client: OktaClient;
  readonly id: string;
  /** Asks Okta afresh how many people need the hook. */
  readonly countLeft: () => Promise<number>;
  readonly record: (did: HookEntry['did']) => Promise<void>;
}

/**
 * Deactivates the hook, counts once more, and deletes it. If somebody has appeared, or counting fails, it is activated
 * again. What is about to happen is recorded before it does.
 *
 * @returns how many people appeared; 0: the hook is gone
 */
export async function removeHook({ client, id, countLeft, record }: Removal): Promise<number> {
  await record('deactivated');
  // without an answer, the next run sees what became of it
  await deactivateHook(client, id, untilDone());
  let left: number;
  try {
    left = await countLeft();
  } catch (error) {
    await restoreHook({ client, id, record });
    throw error;
  }
  if (left > 0) {
    await restoreHook({ client, id, record });
    return left;
  }
  await deleteHook(client, id, untilDone());
  await record('deleted');
  return 0;
}

/** Stopping waits for a change of the hook: half of one would leave people outside. */
const untilDone = () => ({ signal: AbortSignal.timeout(PATIENCE_MS), patienceMs: PATIENCE_MS });

/** Makes the hook ACTIVE again, so that people can sign in; also when the work around it was stopped. */
export async function restoreHook({
  client,
  id,
  record,
}: Pick<Removal, 'client' | 'id' | 'record'>): Promise<void> {
  try {
    await activateHook(client, id, untilDone());
  } catch {
    throw new CommandError(
      'the password hook may be INACTIVE, and could not be activated: nobody new can sign in',
      {
        where: id,
        next: 'run the same command again at once, or activate the hook in the Admin Console',
      },
    );
  }
  await record('activated');
}
