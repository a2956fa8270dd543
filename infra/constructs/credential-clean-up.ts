import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { CLEAN_UP } from '../../lambda/migration/observe-clean-up.ts';
import { METRIC_NAMESPACE, type MetricName } from '../../lambda/platform/metrics.ts';
import type { BundleFiles } from '../bundling.ts';
import { SUM } from '../metrics.ts';
import type { Settings } from '../settings-schema.ts';
import { backgroundFunction } from './background-function.ts';

/** What makes the clean-up. */
export interface CredentialCleanUpProps {
  readonly settings: Settings;
  readonly bundle: BundleFiles;
}

/** The longest that Lambda allows; a hundred thousand people take less than a minute. */
const TIMEOUT = Duration.minutes(15);

/** Deletes, once a day, the hashes whose holding time is over: Okta has saved the password, or replaced it by a link. */
export class CredentialCleanUp extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, { settings, bundle }: CredentialCleanUpProps) {
    super(scope, id);
    this.function = backgroundFunction(this, {
      settings,
      entry: 'lambda/credential-cleanup.ts',
      description: 'deletes legacy hashes that are not needed any more',
      bundle,
      memory: 256,
      timeout: TIMEOUT,
      environment: {
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
        // Empty means unset to the SDK; `sam --env-vars` can only override variables that exist.
        AWS_ENDPOINT_URL_DYNAMODB: '',
      },
    });
    new Rule(this, 'Daily', {
      description: 'okta-hooks: starts the clean-up of legacy hashes',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaFunction(this.function)],
    });
  }

  /** A metric that the clean-up emits itself, summed up. */
  metric(metricName: MetricName, { period = SUM.period }: { readonly period?: Duration } = {}): Metric {
    const dimensionsMap = { service: Stack.of(this).stackName, hook: CLEAN_UP };
    return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap, ...SUM, period });
  }
}
