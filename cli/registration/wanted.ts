import * as z from 'zod';
import { hookOutputs, OUTPUTS } from '../../infra/outputs.ts';
import { type WantedEventHook, wantedEventHookOf } from '../../lambda/registration/event-hooks.ts';
import {
  type HookAuth,
  type InlineHookKind,
  type WantedHook,
  wantedHook,
} from '../../lambda/registration/wanted-hook.ts';
import { choiceOption } from '../choice-option.ts';
import { CommandError, type Io } from '../command.ts';
import { type Deployment, deployedKinds, hookMissing, outputOf, readSecret } from '../deployment.ts';
import { parseObject, readInput } from '../input.ts';

/** What `--type` can be. */
export const TYPES = ['import', 'password', 'events'] as const;
export type RegisteredType = (typeof TYPES)[number];

const OUTPUT_IDS = { import: 'ImportHook', password: 'PasswordHook', events: 'EventHook' } as const;

/** Names of the outputs of what Okta calls. */
export const outputsFor = (type: RegisteredType) => hookOutputs(OUTPUT_IDS[type]);

/**
 * The hooks that a command goes over: the one of `--type`, or every hook of the deployment.
 *
 * @throws UsageError when there is no such type
 * @throws CommandError when the deployment does not have it, or has no hook at all
 */
export function typesOf(deployment: Deployment, asked: string | undefined): readonly RegisteredType[] {
  const known = asked === undefined ? undefined : choiceOption('type', asked, TYPES);
  const deployed = deployedKinds(deployment);
  const [first] = TYPES;
  if (deployed.length === 0) outputOf(deployment, outputsFor(known ?? first).url);
  if (!known) return deployed;
  if (!deployed.includes(known)) throw hookMissing(deployment, known);
  return [known];
}

const common = { clientId: z.string().min(1), tokenUrl: z.url({ protocol: /^https$/ }), scope: z.string() };
const oauthFile = z.union([
  z.strictObject({ ...common, clientSecret: z.string().min(1) }),
  z.strictObject({ ...common, hookKeyId: z.string().min(1) }),
]);
type OAuthClient = z.infer<typeof oauthFile>;

/**
 * Reads what Okta needs to fetch tokens: `clientId`, `tokenUrl`, `scope`, and `clientSecret` or, for a hook key of
 * Okta's, `hookKeyId`.
 */
export async function readOAuthClient(file: string, io: Pick<Io, 'cwd' | 'stdin'>): Promise<OAuthClient> {
  const { success, data } = oauthFile.safeParse(parseObject(await readInput(file, io), file));
  if (success) return data;
  throw new CommandError('expected clientId, tokenUrl (https), scope, and clientSecret or hookKeyId', {
    where: file,
  });
}

/** The hook that a deployment wants, and how to get its secret when it is written. */
export interface Wanted {
  readonly hook: WantedHook;
  readonly secret: (signal: AbortSignal) => Promise<string | undefined>;
}

/** What the outputs say about an inline hook; `oauth` is needed where the deployment takes tokens. */
export function wantedFor(
  deployment: Deployment,
  kind: InlineHookKind,
  oauth: OAuthClient | undefined,
): Wanted {
  const { url, secretArn } = outputsFor(kind);
  const uri = outputOf(deployment, url);
  const { stack, outputs } = deployment;
  const hookWith = (auth: HookAuth) => wantedHook(kind, { stack, uri, auth });
  const arn = outputs[secretArn];
  if (arn !== undefined) {
    const header = outputOf(deployment, OUTPUTS.hookAuthHeader);
    return {
      hook: hookWith({ kind: 'header', header }),
      secret: (signal) => readSecret(deployment, arn, signal),
    };
  }
  if (!oauth) {
    throw new CommandError('this deployment takes tokens: Okta must be told where to fetch them', {
      where: deployment.file,
      next: 'add --oauth <file> with clientId, tokenUrl, scope, and clientSecret or hookKeyId',
    });
  }
  const { clientId, tokenUrl, scope } = oauth;
  const base = { kind: 'oauth', clientId, tokenUrl, scope } as const;
  if ('hookKeyId' in oauth) {
    const { hookKeyId } = oauth;
    return {
      hook: hookWith({ ...base, authType: 'private_key_jwt', hookKeyId }),
      secret: async () => undefined,
    };
  }
  return {
    hook: hookWith({ ...base, authType: 'client_secret_post' }),
    secret: async () => oauth.clientSecret,
  };
}

/** The event hook that a deployment wants; undefined when it has none. */
export function wantedEventHook(deployment: Deployment): WantedEventHook | undefined {
  const uri = deployment.outputs[outputsFor('events').url];
  if (uri === undefined) return undefined;
  const header = outputOf(deployment, OUTPUTS.hookAuthHeader);
  return wantedEventHookOf({ stack: deployment.stack, uri, header });
}
