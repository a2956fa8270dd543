import { Duration, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Row,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { HookKind } from '../../events/hook-call.ts';
import type { MetricName } from '../../lambda/platform/metrics.ts';
import type { CredentialCleanUp } from './credential-clean-up.ts';
import type { HookApi } from './hook-api.ts';
import type { HookFunction } from './hook-function.ts';

/** What the dashboard shows. */
export interface ServiceDashboardProps {
  readonly api: HookApi;
  readonly hooks: readonly HookFunction[];
  /** @default no hook checks passwords, and there is no hash to delete */
  readonly cleanUp?: CredentialCleanUp;
  readonly alarms: readonly Alarm[];
}

/** Okta hangs up after 3,000 ms; from the budget of 2,300 ms on, answers are endings, not decisions. */
const BUDGET = { value: 2_300, label: 'budget', color: '#d62728' };
const WIDTH = 12;

/** What each hook counts of its own. */
type OfHook<Value> = Readonly<Record<HookKind, Value>>;
const DECISIONS: OfHook<readonly MetricName[]> = {
  import: ['Linked', 'ErrorAnswered'],
  password: ['Verified', 'Unverified', 'CannotDecide'],
  events: ['PasswordImported', 'PasswordImportFailed'],
};
type Decider = 'rule' | 'source' | 'outcome';
const DECIDERS: OfHook<Decider> = { import: 'rule', password: 'source', events: 'outcome' };
const DETAILS: OfHook<{ readonly title: string; readonly names: readonly MetricName[] }> = {
  import: { title: 'login conflicts', names: ['ConflictResolved', 'ConflictLeft'] },
  password: {
    title: 'why it could not be decided',
    names: [
      ...(['SourceDown', 'SourceSlow', 'SourceUnclear', 'PasswordThrottled'] as const),
      ...(['HashMalformed', 'HashUnsupported', 'OverWorkLimit', 'ShortName'] as const),
    ],
  },
  events: { title: 'events of no use', names: ['EventIgnored', 'EventUnusable'] },
};
const DEGRADATIONS: OfHook<readonly MetricName[]> = {
  import: ['DirectoryDegraded', 'LedgerDegraded'],
  password: ['ThrottleDegraded'],
  events: ['EventsNotRecorded'],
};

/** One page that tells whether imports are going well: calls, decisions, conflicts, time, refusals. */
export class ServiceDashboard extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { api, hooks, cleanUp, alarms }: ServiceDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 })],
        ...hooks.flatMap((hook) => rowsOf(hook)),
        [answersOf(api), latencyOf(api)],
        ...(cleanUp ? [[hashesOf(cleanUp)]] : []),
      ].map((row) => [new Row(...row)]),
    });
    const { region } = Stack.of(this);
    this.url = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}

function rowsOf(hook: HookFunction): IWidget[][] {
  const { kind } = hook.hook;
  return [
    [countsOf(hook, `${kind}: calls`, ['Calls', ...DECISIONS[kind]]), decisionsBy(hook, DECIDERS[kind])],
    [
      countsOf(hook, `${kind}: ${DETAILS[kind].title}`, DETAILS[kind].names),
      new GraphWidget({
        title: `${kind}: milliseconds in the function`,
        left: [50, 90, 99].map((share) =>
          hook.metric('Milliseconds', { statistic: Stats.percentile(share) }),
        ),
        leftAnnotations: [BUDGET],
        width: WIDTH,
      }),
    ],
    [
      countsOf(hook, `${kind}: refused and failed`, ['Refused', 'Failed']),
      countsOf(hook, `${kind}: deadlines and degradations`, [
        'DeadlineMissed',
        ...DEGRADATIONS[kind],
        'RuleError',
        'SecretUnreadable',
      ]),
    ],
  ];
}

function countsOf(hook: HookFunction, title: string, names: readonly MetricName[]): IWidget {
  return new GraphWidget({
    title,
    left: names.map((name) => hook.metric(name)),
    leftYAxis: { min: 0 },
    width: WIDTH,
  });
}

/** Who decided, counted in the log lines. */
function decisionsBy({ logGroup, hook }: HookFunction, by: Decider): IWidget {
  // A call of several rules counts for each of the list `rules`.
  const fields =
    by === 'rule'
      ? ['fields jsonParse(@message) as line', 'unnest line.rules into rule']
      : [`filter ispresent(${by})`];
  return new LogQueryWidget({
    title: `${hook.kind}: decisions by ${by}`,
    logGroupNames: [logGroup.logGroupName],
    queryLines: [
      'filter message = "call"',
      ...fields,
      `stats count(*) as decisions by ${by}`,
      'sort decisions desc',
    ],
    view: LogQueryVisualizationType.TABLE,
    width: WIDTH,
    height: 6,
  });
}

/** A point is a run: once a day. */
function hashesOf(cleanUp: CredentialCleanUp): IWidget {
  return new GraphWidget({
    title: 'clean-up: legacy hashes deleted, and kept because of a failure since',
    left: (['HashesDeleted', 'HashesKept'] as const).map((name) => cleanUp.metric(name)),
    leftYAxis: { min: 0 },
    width: WIDTH,
  });
}

function answersOf({ stage }: HookApi): IWidget {
  return new GraphWidget({
    title: 'API: requests and their errors',
    left: [stage.metricCount(), stage.metricClientError(), stage.metricServerError()],
    leftYAxis: { min: 0 },
    width: WIDTH,
  });
}

function latencyOf({ stage }: HookApi): IWidget {
  return new GraphWidget({
    title: 'API: milliseconds until the answer',
    left: [50, 90, 99].map((share) => stage.metricLatency({ statistic: Stats.percentile(share) })),
    leftAnnotations: [BUDGET],
    width: WIDTH,
  });
}
