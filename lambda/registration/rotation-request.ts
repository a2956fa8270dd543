import * as z from 'zod/mini';
import { ConfigurationError } from '../platform/configuration-error.ts';
import { originOf } from '../platform/okta/base-url.ts';
import { wantedEventHookOf } from './event-hooks.ts';
import type { RotatedHook } from './rotated-hook.ts';
import { ROTATION_STEPS, RotationRefused, type RotationStep } from './rotation.ts';
import { INLINE_HOOK_KINDS, wantedHook } from './wanted-hook.ts';

/** Environment variables of the rotation function, shared with the construct that sets them. */
export const ROTATION_ENVIRONMENT = {
  /** The org: https, without path. */
  oktaBaseUrl: 'OKTA_BASE_URL',
  /** Name or ARN of the secret with the credential that may manage inline hooks and event hooks. */
  registrationSecretId: 'OKTA_REGISTRATION_SECRET_ID',
  /** Name of the stack, with which the names of its hooks in Okta begin. */
  stackName: 'STACK_NAME',
  /** Header that carries the hook secret. */
  hookAuthHeader: 'HOOK_AUTH_HEADER',
  /** Per kind of hook the ARN of its secret and its URL. */
  import: { secretArn: 'IMPORT_HOOK_SECRET_ID', url: 'IMPORT_HOOK_URL' },
  password: { secretArn: 'PASSWORD_HOOK_SECRET_ID', url: 'PASSWORD_HOOK_URL' },
  events: { secretArn: 'EVENT_HOOK_SECRET_ID', url: 'EVENT_HOOK_URL' },
} as const;

/** What the rotation function reads at its start. */
export interface RotationEnvironment {
  readonly oktaBaseUrl: string;
  readonly registrationSecretId: string;
  /** The hook of each secret that may be rotated, by ARN. */
  readonly hooks: ReadonlyMap<string, RotatedHook>;
}

/** @throws ConfigurationError naming the variable that is missing or wrong */
export function readRotationEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): RotationEnvironment {
  const need = (name: string) => {
    const value = variables[name]?.trim();
    if (!value) throw new ConfigurationError(name, 'a value');
    return value;
  };
  const names = ROTATION_ENVIRONMENT;
  const oktaBaseUrl = originOf(need(names.oktaBaseUrl));
  if (!oktaBaseUrl) throw new ConfigurationError(names.oktaBaseUrl, 'an https URL without a path');
  const stack = need(names.stackName);
  const header = need(names.hookAuthHeader);
  const auth = { kind: 'header', header } as const;
  const hooks = new Map<string, RotatedHook>();
  for (const kind of INLINE_HOOK_KINDS) {
    const { secretArn, url } = names[kind];
    hooks.set(need(secretArn), wantedHook(kind, { stack, uri: need(url), auth }));
  }
  const uri = need(names.events.url);
  hooks.set(need(names.events.secretArn), wantedEventHookOf({ stack, uri, header }));
  return { oktaBaseUrl, registrationSecretId: need(names.registrationSecretId), hooks };
}

const request = z.object({
  SecretId: z.string(),
  ClientRequestToken: z.string(),
  Step: z.enum(ROTATION_STEPS),
});

/** One step that Secrets Manager asks for. */
export interface RotationRequest {
  readonly step: RotationStep;
  readonly version: string;
  readonly secretArn: string;
  readonly wanted: RotatedHook;
}

/**
 * Reads the event of Secrets Manager.
 *
 * @throws RotationRefused when it is none, or for a secret that is not one of ours
 */
export function readRotationRequest(
  event: unknown,
  { hooks }: Pick<RotationEnvironment, 'hooks'>,
): RotationRequest {
  const { success, data } = z.safeParse(request, event);
  if (!success) throw new RotationRefused('this is no call of Secrets Manager for a rotation');
  const wanted = hooks.get(data.SecretId);
  if (!wanted) throw new RotationRefused('this is not the secret of one of our hooks');
  return { step: data.Step, version: data.ClientRequestToken, secretArn: data.SecretId, wanted };
}
