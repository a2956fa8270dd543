import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';

/**
 * The credential with which a function asks Okta which logins are taken. The secret is made by hand, its value
 * comes from Okta; the stack knows its name only.
 */
export class OktaDirectory extends Construct {
  readonly #secretName: string;

  constructor(scope: Construct, id: string, { secretName }: { readonly secretName: string }) {
    super(scope, id);
    this.#secretName = secretName;
  }

  /** The function may look people up in Okta. */
  grantLookup(hook: HookFunction): void {
    hook.setVariable(ENVIRONMENT.directory, 'okta');
    hook.setVariable(ENVIRONMENT.directorySecretId, this.#secretName);
    const arn = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      // Secrets Manager ends every ARN with six characters of its own.
      resourceName: `${this.#secretName}-??????`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    hook.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }),
    );
  }
}
