import path from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type BundleFiles, bundlingFor, PROJECT_ROOT } from '../bundling.ts';

/** What makes one hook's function. */
export interface HookFunctionProps {
  /** The entry point below the project's root, which exports `handler`. */
  readonly entry: string;
  readonly bundle: BundleFiles;
}

/** One hook's Lambda function. */
export class HookFunction extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, { entry, bundle }: HookFunctionProps) {
    super(scope, id);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    logGroup.grantWrite(role);
    this.function = new NodejsFunction(this, 'Function', {
      entry: path.join(PROJECT_ROOT, entry),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: path.join(PROJECT_ROOT, 'package-lock.json'),
      bundling: bundlingFor(bundle),
      awsSdkConnectionReuse: false,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(5),
      tracing: Tracing.ACTIVE,
      role,
      logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        AWS_ENDPOINT_URL_SECRETS_MANAGER: '',
        AWS_ENDPOINT_URL_DYNAMODB: '',
      },
    });
  }
}
