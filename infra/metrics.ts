import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';

/** The period of every alarm and graph. */
export const PERIOD = Duration.minutes(5);

/** What most of them show: how often something happened in a period. */
export const SUM = { statistic: Stats.SUM, period: PERIOD } as const;
