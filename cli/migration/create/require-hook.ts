import type { OktaCallOptions, OktaClient } from '../../../lambda/platform/okta-client.ts';
import { listInlineHooks } from '../../../lambda/registration/inline-hooks.ts';
import { INLINE_HOOK_TYPES } from '../../../lambda/registration/wanted-hook.ts';
import { CommandError } from '../../command.ts';
import { commandLine } from '../../command-line.ts';
import { type Deployment, outputOf } from '../../deployment.ts';
import { outputsFor } from '../../registration/wanted.ts';

/**
 * Sees that Okta will ask this deployment for the passwords: people created for a hook that is not there cannot sign in.
 *
 * @throws CommandError when the hook is missing, inactive, or calls another address
 * @throws what the client throws
 */
export async function requirePasswordHook(
  client: OktaClient,
  deployment: Deployment,
  call: OktaCallOptions,
): Promise<void> {
  const url = outputOf(deployment, outputsFor('password').url);
  const live = await listInlineHooks(client, INLINE_HOOK_TYPES.password, call);
  const ours = live.find(({ uri }) => uri === url);
  if (ours?.status === 'ACTIVE') return;
  const [other] = live;
  const found = ours ? 'is inactive' : other ? 'calls another address' : 'is not registered';
  throw new CommandError(`the plan has people for the password hook, and in Okta that ${found}`, {
    where: (ours ?? other)?.id ?? deployment.file,
    next: commandLine(['register', '--type', 'password'], deployment.file),
  });
}
