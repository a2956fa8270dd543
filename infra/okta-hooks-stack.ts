import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambda/platform/environment.ts';
import type { BundleFiles } from './bundling.ts';
import { Alarms } from './constructs/alarms.ts';
import { CredentialCleanUp } from './constructs/credential-clean-up.ts';
import { CredentialTable } from './constructs/credential-table.ts';
import { ServiceDashboard } from './constructs/dashboard.ts';
import { HookApi } from './constructs/hook-api.ts';
import { HookFunction } from './constructs/hook-function.ts';
import { HookSecret } from './constructs/hook-secret.ts';
import { LoginTable } from './constructs/login-table.ts';
import { OAuthAuthorizer } from './constructs/oauth-authorizer.ts';
import { OktaDirectory } from './constructs/okta-directory.ts';
import { type RotatedHook, SecretRotation } from './constructs/secret-rotation.ts';
import { SourceSecrets } from './constructs/source-secrets.ts';
import { deployedHooks, type HookDefinition } from './hooks.ts';
import { hookOutputs, NEXT_COMMAND, OUTPUTS } from './outputs.ts';
import type { Settings } from './settings-schema.ts';

/** What the stack is made of. */
export interface OktaHooksStackProps extends StackProps {
  readonly settings: Settings;
  /** What belongs to a hook's asset beside its code. */
  readonly bundleFor: (hook: HookDefinition) => BundleFiles;
  /** What belongs to the asset of the clean-up function. */
  readonly cleanUpBundle: BundleFiles;
  /** What belongs to the asset of the rotation function. */
  readonly rotationBundle: BundleFiles;
}

/** The service in one AWS account and region. */
export class OktaHooksStack extends Stack {
  readonly #rotated: RotatedHook[] = [];

  constructor(
    scope: Construct,
    id: string,
    { settings, bundleFor, cleanUpBundle, rotationBundle, ...props }: OktaHooksStackProps,
  ) {
    super(scope, id, props);
    const { oauth } = settings;
    const api = new HookApi(this, 'Api', { settings, oauth: oauth && new OAuthAuthorizer(oauth) });
    const hooks = deployedHooks(settings).map((hook) =>
      this.#addHook(hook, api, { settings, bundle: bundleFor(hook) }),
    );
    this.#addLogins(hooks, settings);
    const cleanUp = this.#addCredentials(hooks, settings, cleanUpBundle);
    const rotation = this.#addRotation(settings, rotationBundle);
    const watched = { api, hooks, ...(cleanUp && { cleanUp }) };
    const { all: alarms } = new Alarms(this, 'Alarms', {
      settings,
      ...watched,
      ...(rotation && { rotation }),
    });
    const dashboard = new ServiceDashboard(this, 'Overview', { ...watched, alarms });
    this.#output(OUTPUTS.dashboardUrl, dashboard.url, 'How the hooks are doing');
    this.#output(OUTPUTS.nextCommand, NEXT_COMMAND, 'What to do next: tell Okta where its hooks are');
    this.#output(OUTPUTS.hookAuthHeader, settings.authHeader, 'Header of the hook secrets');
  }

  /** The function, the route to it, and the proof that it asks of its callers. */
  #addHook(
    hook: HookDefinition,
    api: HookApi,
    { settings, bundle }: { readonly settings: Settings; readonly bundle: BundleFiles },
  ): HookFunction {
    const { kind, id, oktaType } = hook;
    const { oauth, authHeader, allowedSources } = settings;
    const names = hookOutputs(id);
    const hookFunction = new HookFunction(this, id, { hook, settings, bundle });
    const url = api.addHook(hookFunction);
    if (allowedSources) hookFunction.setVariable(ENVIRONMENT.allowedSources, allowedSources.join(','));
    // Okta's event hooks know no OAuth.
    if (!oauth || oktaType === 'event') {
      const secret = new HookSecret(this, `${id}Secret`, { hook: kind, header: authHeader });
      secret.grantCheck(hookFunction);
      this.#output(names.secretArn, secret.secretArn, `The secret of the ${kind} hook`);
      this.#rotated.push({ kind, secretArn: secret.secretArn, url });
    }
    this.#output(names.url, url, `Where Okta calls the ${kind} hook`);
    return hookFunction;
  }

  /** The login table and the directory, where a hook promises logins. */
  #addLogins(hooks: readonly HookFunction[], settings: Settings): void {
    const promising = hooks.filter(({ hook }) => hook.promisesLogins);
    if (promising.length === 0) return;
    const { directory, oktaBaseUrl: baseUrl, directorySecret: secretName } = settings;
    const logins = new LoginTable(this, 'Logins');
    const okta =
      directory === 'okta' && baseUrl !== undefined
        ? new OktaDirectory(this, 'Directory', { baseUrl, secretName })
        : undefined;
    for (const hookFunction of promising) {
      logins.grantPromises(hookFunction);
      okta?.grantLookup(hookFunction);
    }
    this.#output(OUTPUTS.loginTableName, logins.tableName, 'The table of the login ledger');
  }

  /** The credential table, its clean-up and the secrets of the sources, where a hook checks passwords. */
  #addCredentials(
    hooks: readonly HookFunction[],
    settings: Settings,
    bundle: BundleFiles,
  ): CredentialCleanUp | undefined {
    const checking = hooks.filter(({ hook }) => hook.checksPasswords);
    if (checking.length === 0) return undefined;
    const credentials = new CredentialTable(this, 'Credentials');
    const sourceSecrets = new SourceSecrets(this, 'SourceSecrets', settings.sourceSecrets);
    for (const hookFunction of checking) {
      credentials.grantChecks(hookFunction);
      sourceSecrets.grantRead(hookFunction);
    }
    for (const hookFunction of hooks.filter(({ hook }) => hook.recordsEvents)) {
      credentials.grantEvents(hookFunction, settings);
    }
    const cleanUp = new CredentialCleanUp(this, 'CleanUp', { settings, bundle });
    credentials.grantCleanUp(cleanUp.function, settings);
    this.#output(OUTPUTS.credentialTableName, credentials.tableName, 'The table of legacy passwords');
    return cleanUp;
  }

  /** Nothing in AWS may manage hooks in Okta unless this is asked for. */
  #addRotation(settings: Settings, bundle: BundleFiles): SecretRotation | undefined {
    const { rotation, oktaBaseUrl } = settings;
    if (!rotation || oktaBaseUrl === undefined) return undefined;
    return new SecretRotation(this, 'Rotation', {
      settings,
      rotation,
      oktaBaseUrl,
      hooks: this.#rotated,
      bundle,
    });
  }

  #output(name: string, value: string, description: string): void {
    new CfnOutput(this, name, { value, description });
  }
}
