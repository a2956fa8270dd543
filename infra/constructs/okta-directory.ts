import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';
import { secretArn } from './source-secrets.ts';

/** Which org is asked, and with what. */
export interface OktaDirectoryProps {
  /** https, without a path. */
  readonly baseUrl: string;
  readonly secretName: string;
}

/**
 * The credential with which a function asks Okta which logins are taken. The secret is made by hand, its value
 * comes from Okta; the stack knows its name only.
 */
export class OktaDirectory extends Construct {
  readonly #props: OktaDirectoryProps;

  constructor(scope: Construct, id: string, props: OktaDirectoryProps) {
    super(scope, id);
    this.#props = props;
  }

  /** The function may look people up in Okta. */
  grantLookup(hook: HookFunction): void {
    const { baseUrl, secretName } = this.#props;
    hook.setVariable(ENVIRONMENT.directory, 'okta');
    hook.setVariable(ENVIRONMENT.oktaBaseUrl, baseUrl);
    hook.setVariable(ENVIRONMENT.directorySecretId, secretName);
    const arn = secretArn(Stack.of(this), secretName);
    hook.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }),
    );
  }
}
