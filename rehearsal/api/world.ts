import type { Org } from '../org/org.ts';
import type { ServiceCaller } from '../service-call/service-caller.ts';
import type { Accounts } from './accounts.ts';
import type { Groups } from './groups.ts';
import type { EventHooks } from './hooks/event-hooks.ts';
import type { InlineHooks } from './hooks/inline-hooks.ts';
import type { TokenEndpoint } from './oauth/token-endpoint.ts';
import type { SystemLog } from './system-log.ts';

/** Everything an org consists of. */
export interface World {
  readonly origin: string;
  readonly org: Org;
  readonly accounts: Accounts;
  readonly groups: Groups;
  /** Applications are groups of people, too; their names are the labels. */
  readonly apps: Groups;
  readonly inlineHooks: InlineHooks;
  readonly eventHooks: EventHooks;
  readonly log: SystemLog;
  /** Hands out access tokens to the org's one service app. */
  readonly tokens: TokenEndpoint;
  /** Reaches the services of hooks. */
  readonly caller: ServiceCaller;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}
