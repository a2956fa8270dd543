import path from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { type BundleFiles, bundlingFor, PROJECT_ROOT } from '../bundling.ts';
import type { Settings } from '../settings-schema.ts';

/** What makes a function that Okta does not call. */
export interface BackgroundFunctionProps {
  readonly settings: Settings;
  /** The entry point below the project's root, which exports `handler`. */
  readonly entry: string;
  readonly description: string;
  readonly bundle: BundleFiles;
  /** In MB. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * A Lambda function with a role and a log of its own, outside of any VPC. It may write its log and its traces;
 * everything else is granted by the construct that it belongs to, whose children these are.
 */
export function backgroundFunction(scope: Construct, props: BackgroundFunctionProps): NodejsFunction {
  const { settings, entry, description, bundle, memory, timeout, environment } = props;
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = new LogGroup(scope, 'Log', {
    retention: settings.logRetentionDays,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
  logGroup.grantWrite(role);
  return new NodejsFunction(scope, 'Function', {
    description: `okta-hooks: ${description}`,
    entry: path.join(PROJECT_ROOT, entry),
    projectRoot: PROJECT_ROOT,
    depsLockFilePath: path.join(PROJECT_ROOT, 'package-lock.json'),
    bundling: bundlingFor(bundle),
    runtime: Runtime.NODEJS_24_X,
    architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
    memorySize: memory,
    timeout,
    tracing: Tracing.ACTIVE,
    role,
    logGroup,
    environment: { NODE_OPTIONS: '--enable-source-maps', ...environment },
  });
}
