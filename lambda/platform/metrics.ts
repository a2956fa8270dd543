/** The CloudWatch namespace of every metric; shared with alarms, dashboard and tests. */
export const METRIC_NAMESPACE = 'OktaHooks';

/**
 * The value of the dimension `service` that every metric has beside `hook` (`import`, `password`, `events`; `clean-up`).
 * `POWERTOOLS_SERVICE_NAME` overrides it: a deployed stack counts under its own name.
 */
export const METRIC_SERVICE = 'okta-hooks';

/** Every metric the service emits, all of unit Count unless the name says Milliseconds. */
export const METRICS = [
  'Calls',
  'Milliseconds',
  'Refused',
  'Failed',
  'DeadlineMissed',
  'SecretUnreadable',
  'RuleError',
  'ConflictResolved',
  'ConflictLeft',
  'ErrorAnswered',
  'Linked',
  'DirectoryDegraded',
  'LedgerDegraded',
  'Verified',
  'Unverified',
  'CannotDecide',
  'SourceDown',
  'SourceSlow',
  'SourceUnclear',
  'HashMalformed',
  'HashUnsupported',
  'OverWorkLimit',
  'PasswordThrottled',
  'ShortName',
  'ThrottleDegraded',
  'PasswordImported',
  'PasswordImportFailed',
  'EventIgnored',
  'EventUnusable',
  'EventsNotRecorded',
  'CleanUpFinished',
  'HashesDeleted',
  'HashesKept',
] as const;

export type MetricName = (typeof METRICS)[number];
