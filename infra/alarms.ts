import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern } from 'aws-cdk-lib/aws-logs';
import type { HookKind } from '../events/hook-call.ts';
import type { MetricName } from '../lambda/platform/metrics.ts';
import type { CredentialCleanUp } from './constructs/credential-clean-up.ts';
import type { HookApi } from './constructs/hook-api.ts';
import type { HookFunction } from './constructs/hook-function.ts';
import type { SecretRotation } from './constructs/secret-rotation.ts';
import { PERIOD, SUM } from './metrics.ts';

/** When somebody should look. `heading` is that of the alarm's section in `docs/runbook.md`. */
export interface AlarmDefinition<Source> {
  readonly heading: string;
  /** One sentence: what happened, and what it means for people. */
  readonly meaning: string;
  readonly metric: (source: Source) => IMetric;
  /** The hooks it is about. @default every hook */
  readonly only?: readonly HookKind[];
  /** Goes off when there is less to count than `threshold`, and tells also when there is nothing, for two periods. */
  readonly silence?: true;
  /** The alarm goes off at this value or above it. */
  readonly threshold: number;
  /** How many of the last three periods must be that bad. @default the last one suffices */
  readonly ofThree?: number;
}

const counted = (name: MetricName) => (source: HookFunction) => source.metric(name);

/** Several metrics as one. */
function sumOf(source: HookFunction, names: readonly MetricName[]): IMetric {
  const metrics = names.map((name, index) => [`m${index}`, source.metric(name)] as const);
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: PERIOD,
  });
}

/** Alarms of the hooks. */
export const HOOK_ALARMS: readonly AlarmDefinition<HookFunction>[] = [
  {
    heading: 'Function errors',
    meaning: 'The function crashed, could not start or ran out of its five seconds.',
    metric: (source) => source.function.metricErrors(SUM),
    threshold: 1,
  },
  {
    heading: 'Function throttled',
    meaning: 'Lambda had no execution left for a call.',
    metric: (source) => source.function.metricThrottles(SUM),
    threshold: 1,
  },
  {
    heading: 'Deadline missed',
    meaning: 'A call was answered because its time was up, not because it was decided.',
    metric: counted('DeadlineMissed'),
    threshold: 1,
  },
  {
    heading: 'Calls refused',
    meaning:
      'Unusually many calls were refused: wrong secret, address that may not call, or not what Okta sends.',
    metric: counted('Refused'),
    threshold: 20,
  },
  {
    heading: 'Secret unreadable',
    meaning:
      'The hook secret could not be read; callers are checked against an older reading, or not let in.',
    metric: counted('SecretUnreadable'),
    threshold: 1,
  },
  {
    heading: 'Rule errors',
    meaning: 'A rule could not be evaluated for a person and was passed over.',
    metric: counted('RuleError'),
    only: ['import', 'password'],
    threshold: 1,
  },
  {
    heading: 'Directory degraded',
    meaning: 'Okta could not say whether a login is taken; the setting whenUnknown decided.',
    metric: counted('DirectoryDegraded'),
    only: ['import'],
    threshold: 1,
  },
  {
    heading: 'Ledger degraded',
    meaning: 'The login table could not be used; two people may be given one login.',
    metric: counted('LedgerDegraded'),
    only: ['import'],
    threshold: 1,
  },
  {
    heading: 'Password source down',
    meaning: 'A legacy system could not be reached or did not answer in time; people could not sign in.',
    metric: (source) => sumOf(source, ['SourceDown', 'SourceSlow']),
    only: ['password'],
    threshold: 3,
  },
  {
    heading: 'Password source unclear',
    meaning: 'A legacy system answered something that is neither yes nor no; people could not sign in.',
    metric: counted('SourceUnclear'),
    only: ['password'],
    threshold: 1,
  },
  {
    heading: 'Hashes not checkable',
    meaning: 'A stored hash is malformed, unsupported or too expensive; its owner could not sign in.',
    metric: (source) => sumOf(source, ['HashMalformed', 'HashUnsupported', 'OverWorkLimit']),
    only: ['password'],
    threshold: 1,
  },
  {
    heading: 'Passwords throttled',
    meaning: 'Unusually many attempts at passwords were turned away: somebody may be guessing.',
    metric: counted('PasswordThrottled'),
    only: ['password'],
    threshold: 20,
  },
  {
    heading: 'Throttle degraded',
    meaning: 'Attempts at passwords could not be counted together; each instance counted by itself.',
    metric: counted('ThrottleDegraded'),
    only: ['password'],
    threshold: 1,
  },
  {
    heading: 'Events not recorded',
    meaning: 'A delivery of events could not be written down; Okta repeats it once, then it is lost.',
    metric: counted('EventsNotRecorded'),
    only: ['events'],
    threshold: 1,
  },
  {
    heading: 'Events unusable',
    meaning:
      'An event about a first sign-in could not be read, names nobody, or not the owner of the record; its person is not followed up.',
    metric: counted('EventUnusable'),
    only: ['events'],
    threshold: 1,
  },
];

/** Alarms of the clean-up of legacy hashes. */
export const CLEAN_UP_ALARMS: readonly AlarmDefinition<CredentialCleanUp>[] = [
  {
    heading: 'Clean-up failed',
    meaning: 'The clean-up of legacy hashes ended with an error; hashes are kept longer than they should be.',
    metric: (source) => source.function.metricErrors(SUM),
    threshold: 1,
  },
  {
    heading: 'Clean-up missing',
    meaning: 'No clean-up of legacy hashes has come to its end for two days.',
    metric: (source) => source.metric('CleanUpFinished', { period: Duration.days(1) }),
    threshold: 1,
    silence: true,
  },
];

/** Alarms of the API that all hooks share. */
export const API_ALARMS: readonly AlarmDefinition<HookApi>[] = [
  {
    heading: 'Server errors',
    meaning: 'Okta was answered with a 5xx status and goes on with its own defaults after one retry.',
    metric: ({ stage }) => stage.metricServerError(SUM),
    threshold: 1,
  },
  {
    heading: 'Slow answers',
    meaning: 'The slowest hundredth of the answers takes more than two of the three seconds Okta waits.',
    metric: ({ stage }) => stage.metricLatency({ statistic: Stats.percentile(99), period: PERIOD }),
    threshold: 2_000,
    ofThree: 2,
  },
  {
    heading: 'Calls throttled',
    meaning: 'API Gateway turned calls away with 429, which Okta does not retry.',
    metric: (api) => api.countAnswers('CallsThrottled', FilterPattern.stringValue('$.status', '=', '429')),
    threshold: 1,
  },
];

/** Alarms of the API where Okta proves itself with OAuth: those refusals never reach a function. */
export const OAUTH_ALARMS: readonly AlarmDefinition<HookApi>[] = [
  {
    heading: 'Tokens refused',
    meaning: 'API Gateway refused unusually many calls because of their token.',
    metric: (api) =>
      api.countAnswers(
        'TokensRefused',
        FilterPattern.any(
          FilterPattern.stringValue('$.status', '=', '401'),
          FilterPattern.stringValue('$.status', '=', '403'),
        ),
      ),
    threshold: 20,
  },
];

/** Alarms of the rotation, where there is one. */
export const ROTATION_ALARMS: readonly AlarmDefinition<SecretRotation>[] = [
  {
    heading: 'Rotation failed',
    meaning:
      'A step of changing a hook secret failed; calls are still answered, with the old value or the new one.',
    metric: (source) => source.function.metricErrors(SUM),
    threshold: 1,
  },
];

/** Where the runbook explains an alarm; every description ends with it. */
export function runbookSection(heading: string): string {
  return `docs/runbook.md#${heading.toLowerCase().replaceAll(' ', '-')}`;
}
