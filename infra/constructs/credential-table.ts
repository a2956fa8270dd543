import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
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
    hook.function.addToRolePolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [this.#table.tableArn],
        conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['throttle#*'] } },
      }),
    );
  }
}
