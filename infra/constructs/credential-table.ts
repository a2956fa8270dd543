import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { EVENT_ATTRIBUTES, KEY } from '../../lambda/passwords/credentials/record.ts';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';
import { retainedTable } from './retained-table.ts';

/**
 * The table of legacy passwords' hashes, and of the counters of attempts. A table of its own: no other function can
 * read a hash. It outlives the stack and cannot be deleted by mistake, or people could not sign in.
 */
export class CredentialTable extends Construct {
  readonly tableName: string;
  readonly #table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Counters expire; credentials do not.
    this.#table = retainedTable(this, 'Table');
    this.tableName = this.#table.tableName;
  }

  /** The function reads hashes and counts attempts in this table. It can write to counters only. */
  grantChecks(hook: HookFunction): void {
    hook.setVariable(ENVIRONMENT.credentialTable, this.tableName);
    this.#table.grant(hook.function, 'dynamodb:GetItem');
    hook.function.addToRolePolicy(this.#ofItems('dynamodb:UpdateItem', 'throttle'));
  }

  /**
   * The function finds records by Okta's id and writes what events say. It cannot name a hash, nor have one returned by
   * a write that succeeds. No condition key is documented for what a failing condition returns
   * (`ReturnValuesOnConditionCheckFailure`): the code asks for nothing there, but the role may allow it.
   *
   * Source: AWS, "Using IAM policy conditions for fine-grained access control" in DynamoDB.
   */
  grantEvents(hook: HookFunction, { holdingDays }: { readonly holdingDays: number }): void {
    hook.setVariable(ENVIRONMENT.credentialTable, this.tableName);
    hook.setVariable(ENVIRONMENT.holdingDays, String(holdingDays));
    hook.function.addToRolePolicy(this.#ofItems('dynamodb:GetItem', 'okta'));
    hook.function.addToRolePolicy(
      this.#ofItems('dynamodb:UpdateItem', 'credential', {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': [KEY, ...EVENT_ATTRIBUTES] },
        StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
      }),
    );
  }

  /** The function looks through the whole table, and changes people's records alone. */
  grantCleanUp(cleanUp: NodejsFunction, { holdingDays }: { readonly holdingDays: number }): void {
    cleanUp.addEnvironment(ENVIRONMENT.credentialTable, this.tableName);
    cleanUp.addEnvironment(ENVIRONMENT.holdingDays, String(holdingDays));
    this.#table.grant(cleanUp, 'dynamodb:Scan');
    cleanUp.addToRolePolicy(this.#ofItems('dynamodb:UpdateItem', 'credential'));
  }

  #ofItems(
    action: string,
    kind: 'throttle' | 'okta' | 'credential',
    conditions: object = {},
  ): PolicyStatement {
    return new PolicyStatement({
      actions: [action],
      resources: [this.#table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${kind}#*`] }, ...conditions },
    });
  }
}
