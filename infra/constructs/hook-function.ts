import path from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type Alias, Architecture, type CfnFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import { METRIC_NAMESPACE, type MetricName } from '../../lambda/platform/metrics.ts';
import { type BundleFiles, bundlingFor, PROJECT_ROOT } from '../bundling.ts';
import type { HookDefinition } from '../hooks.ts';
import { SUM } from '../metrics.ts';
import type { Settings } from '../settings-schema.ts';

/** What makes one hook's function. */
export interface HookFunctionProps {
  readonly hook: HookDefinition;
  readonly settings: Settings;
  readonly bundle: BundleFiles;
}

type VariableName = (typeof ENVIRONMENT)[keyof typeof ENVIRONMENT];

/** Okta waits three seconds and the hook answers within 2.3: five leave room for a cold start that does not. */
const TIMEOUT = Duration.seconds(5);

/**
 * What Lambda does with network interfaces in the function's name. Source: AWS, "Giving Lambda functions access
 * to resources in an Amazon VPC"; none of these actions can be limited to interfaces that do not exist yet.
 */
const NETWORK_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * One hook's Lambda function with a role and a log of its own, called through the alias `live`. It may write its
 * log and its traces; everything else is granted by the construct that owns it, together with its variable.
 */
export class HookFunction extends Construct {
  readonly hook: HookDefinition;
  readonly function: NodejsFunction;
  /** What API Gateway calls: the newest version, or an older one after a roll back. */
  readonly live: Alias;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, { hook, settings, bundle }: HookFunctionProps) {
    super(scope, id);
    this.hook = hook;
    const { architecture, vpc } = settings;
    const { memory, reservedConcurrency, provisionedConcurrency } = settings[hook.kind];
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    if (vpc) role.addToPolicy(new PolicyStatement({ actions: NETWORK_ACTIONS, resources: ['*'] }));
    this.logGroup = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.logGroup.grantWrite(role);
    this.function = new NodejsFunction(this, 'Function', {
      description: `okta-hooks: answers Okta's ${hook.kind} hook`,
      entry: path.join(PROJECT_ROOT, hook.entry),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: path.join(PROJECT_ROOT, 'package-lock.json'),
      bundling: bundlingFor(bundle),
      runtime: Runtime.NODEJS_24_X,
      architecture: architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: memory,
      timeout: TIMEOUT,
      tracing: Tracing.ACTIVE,
      role,
      logGroup: this.logGroup,
      ...(reservedConcurrency !== undefined && { reservedConcurrentExecutions: reservedConcurrency }),
      // Older versions stay, so that a roll back is one change of the alias.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        // Stages in one account must not count into each other's metrics.
        POWERTOOLS_SERVICE_NAME: Stack.of(this).stackName,
        // Empty means unset to the SDK; `sam --env-vars` can only override variables that exist.
        AWS_ENDPOINT_URL_SECRETS_MANAGER: '',
        AWS_ENDPOINT_URL_DYNAMODB: '',
      },
    });
    // The CDK would want to know the whole VPC for this; Lambda needs no more than these ids.
    if (vpc) (this.function.node.defaultChild as CfnFunction).vpcConfig = vpc;
    this.live = this.function.addAlias('live', {
      ...(provisionedConcurrency > 0 && { provisionedConcurrentExecutions: provisionedConcurrency }),
    });
  }

  /** Sets one of the variables that the function reads at its start. */
  setVariable(name: VariableName, value: string): void {
    this.function.addEnvironment(name, value);
  }

  /** A metric that this function emits itself; a sum unless said otherwise. */
  metric(metricName: MetricName, options: { readonly statistic?: string } = {}): Metric {
    const dimensionsMap = { service: Stack.of(this).stackName, hook: this.hook.kind };
    return new Metric({ namespace: METRIC_NAMESPACE, metricName, dimensionsMap, ...SUM, ...options });
  }
}
