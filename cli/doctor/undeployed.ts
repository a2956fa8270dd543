import { HOOK_PATHS, type HookKind } from '../../events/hook-call.ts';
import { hookName } from '../../lambda/registration/wanted-hook.ts';
import { type Deployment, deployedKinds } from '../deployment.ts';
import { outputsFor, TYPES } from '../registration/wanted.ts';

/** A hook that the deployment does not have, as it would be in Okta if the deployment had it. */
export interface UndeployedHook {
  readonly kind: HookKind;
  readonly name: string;
  /** Where Okta would call it; undefined where the outputs name no hook from whose address it follows. */
  readonly uri: string | undefined;
}

/** Every hook that the deployment does not have, because the setting `hooks` leaves it out. */
export function undeployedHooks(
  deployment: Pick<Deployment, 'stack' | 'outputs'>,
): readonly UndeployedHook[] {
  const { stack, outputs } = deployment;
  const deployed = deployedKinds(deployment);
  const [beside] = deployed.flatMap((kind) => outputs[outputsFor(kind).url] ?? []);
  return TYPES.filter((kind) => !deployed.includes(kind)).map((kind) => ({
    kind,
    name: hookName(stack, kind),
    uri: beside && URL.parse(HOOK_PATHS[kind], beside)?.href,
  }));
}
