import path from 'node:path';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ROTATION_ENVIRONMENT } from '../../lambda/registration/rotation-request.ts';
import { type BundleFiles, bundlingFor, PROJECT_ROOT } from '../bundling.ts';
import type { HookDefinition } from '../hooks.ts';
import type { Settings } from '../settings-schema.ts';
import { secretArn } from './source-secrets.ts';

/** A hook whose secret is rotated. */
export interface RotatedHook {
  readonly kind: HookDefinition['kind'];
  readonly secretArn: string;
  readonly url: string;
}

/** What makes the rotation. */
export interface SecretRotationProps {
  readonly settings: Settings;
  readonly rotation: NonNullable<Settings['rotation']>;
  /** The org, https without a path. */
  readonly oktaBaseUrl: string;
  readonly hooks: readonly RotatedHook[];
  readonly bundle: BundleFiles;
}

/** Okta is told after 35 seconds and may ask to wait for a minute, more than once. */
const TIMEOUT = Duration.minutes(5);

const CHANGE = [
  'secretsmanager:DescribeSecret',
  'secretsmanager:GetSecretValue',
  'secretsmanager:PutSecretValue',
  'secretsmanager:UpdateSecretVersionStage',
];

/**
 * Changes the hook secrets on a schedule, in Secrets Manager and in Okta. Its role is the only one in the stack that
 * can change a secret, and that can read the credential which manages hooks in Okta.
 */
export class SecretRotation extends Construct {
  readonly function: NodejsFunction;

  constructor(scope: Construct, id: string, props: SecretRotationProps) {
    super(scope, id);
    const { settings, rotation, oktaBaseUrl, hooks, bundle } = props;
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(this, 'Log', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    logGroup.grantWrite(role);
    const names = ROTATION_ENVIRONMENT;
    const ofHooks = hooks.flatMap(({ kind, ...hook }) => [
      [names[kind].secretArn, hook.secretArn],
      [names[kind].url, hook.url],
    ]);
    this.function = new NodejsFunction(this, 'Function', {
      description: 'okta-hooks: changes the hook secrets in Secrets Manager and in Okta',
      entry: path.join(PROJECT_ROOT, 'lambda/secret-rotation.ts'),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: path.join(PROJECT_ROOT, 'package-lock.json'),
      bundling: bundlingFor(bundle),
      runtime: Runtime.NODEJS_24_X,
      architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: 256,
      timeout: TIMEOUT,
      tracing: Tracing.ACTIVE,
      role,
      logGroup,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        [names.oktaBaseUrl]: oktaBaseUrl,
        [names.registrationSecretId]: rotation.registrationSecret,
        [names.stackName]: Stack.of(this).stackName,
        [names.hookAuthHeader]: settings.authHeader,
        ...Object.fromEntries(ofHooks),
      },
    });
    const arns = hooks.map((hook) => hook.secretArn);
    role.addToPolicy(new PolicyStatement({ actions: CHANGE, resources: arns }));
    const credential = secretArn(Stack.of(this), rotation.registrationSecret);
    role.addToPolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [credential] }),
    );
    for (const hook of hooks) this.#schedule(hook, rotation.everyDays);
  }

  #schedule({ kind, secretArn: secretId }: RotatedHook, days: number): void {
    this.function.addPermission(`Rotate ${kind}`, {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceArn: secretId,
    });
    const schedule = new CfnRotationSchedule(this, `Schedule ${kind}`, {
      secretId,
      rotationLambdaArn: this.function.functionArn,
      rotationRules: { automaticallyAfterDays: days },
      // A deployment changes no secret: the first rotation comes when it is due.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.node.addDependency(this.function);
  }
}
