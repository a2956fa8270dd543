import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import type { HookFunction } from './hook-function.ts';
import { retainedTable } from './retained-table.ts';

/** The item operations of the ledger; it neither queries nor scans. */
const ITEM_ACTIONS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];

/**
 * The table of the login ledger: which login was promised to whom. It outlives the stack and cannot be deleted
 * by mistake: without it the next import would promise the same logins again.
 */
export class LoginTable extends Construct {
  readonly tableName: string;
  readonly #table: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Promised logins never expire.
    this.#table = retainedTable(this, 'Table');
    this.tableName = this.#table.tableName;
  }

  /** The function keeps its promises in this table. */
  grantPromises(hook: HookFunction): void {
    hook.setVariable(ENVIRONMENT.loginTable, this.tableName);
    this.#table.grant(hook.function, ...ITEM_ACTIONS);
  }
}
