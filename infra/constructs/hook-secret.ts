import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';

/** What makes one hook's secret. */
export interface HookSecretProps {
  /** Which hook, for the description. */
  readonly hook: string;
  /** Name of the header whose whole value the secret is. */
  readonly header: string;
}

/**
 * The value by which one hook knows that Okta is calling: generated, plain text, never in the template. It
 * outlives the stack, because Okta holds the same value.
 */
export class HookSecret extends Construct {
  readonly secretArn: string;
  readonly #header: string;

  constructor(scope: Construct, id: string, { hook, header }: HookSecretProps) {
    super(scope, id);
    this.#header = header;
    const secret = new Secret(this, 'Secret', {
      description: `The whole value of the header ${header} of Okta's calls to the ${hook} hook`,
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.secretArn = secret.secretArn;
  }

  /** The function checks its callers against this secret. */
  grantCheck(hook: HookFunction): void {
    hook.setVariable(ENVIRONMENT.hookSecretId, this.secretArn);
    hook.setVariable(ENVIRONMENT.hookAuthHeader, this.#header);
    hook.function.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [this.secretArn] }),
    );
  }
}
