import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';

/**
 * The table of legacy passwords' hashes, and of the counters of attempts. A table of its own: no other function can
 * read a hash. It outlives the stack and cannot be deleted by mistake, or people could not sign in.
 */
export class CredentialTable extends Construct {
  readonly tableName: string;
  readonly #table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.#table = new TableV2(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // Counters have it; credentials do not, and never expire by themselves.
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
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
