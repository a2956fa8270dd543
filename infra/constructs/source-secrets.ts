import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';

/**
 * The secrets that password sources use. They are made by hand, their values come from the legacy systems; the
 * stack knows their names only.
 */
export class SourceSecrets extends Construct {
  readonly #names: Readonly<Record<string, string>>;

  /** @param names names in Secrets Manager, by the name a source calls them */
  constructor(scope: Construct, id: string, names: Readonly<Record<string, string>>) {
    super(scope, id);
    this.#names = names;
  }

  /** The function may read exactly these. */
  grantRead(hook: HookFunction): void {
    const names = Object.values(this.#names);
    if (names.length === 0) return;
    hook.setVariable(ENVIRONMENT.sourceSecrets, JSON.stringify(this.#names));
    hook.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: names.map((name) => secretArn(Stack.of(this), name)),
      }),
    );
  }
}

/** Secrets Manager ends every ARN with six characters of its own. */
export function secretArn(stack: Stack, name: string): string {
  return stack.formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${name}-??????`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
