import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { HookKind } from '../../events/hook-call.ts';
import { ROTATION_ENVIRONMENT } from '../../lambda/registration/rotation-request.ts';
import type { BundleFiles } from '../bundling.ts';
import { HOOKS } from '../hooks.ts';
import type { Settings } from '../settings-schema.ts';
import { backgroundFunction } from './background-function.ts';
import { secretArn } from './source-secrets.ts';

/** A hook whose secret is rotated. */
export interface RotatedHook {
  readonly kind: HookKind;
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

/** The function names every hook: no secret that it may change is that of one which is not deployed. */
const NOT_DEPLOYED = { secretArn: 'not deployed', url: 'not deployed' } as const;

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
    const names = ROTATION_ENVIRONMENT;
    const ofHooks = HOOKS.flatMap(({ kind }) => {
      const { secretArn, url } = hooks.find((hook) => hook.kind === kind) ?? NOT_DEPLOYED;
      return [
        [names[kind].secretArn, secretArn],
        [names[kind].url, url],
      ];
    });
    this.function = backgroundFunction(this, {
      settings,
      entry: 'lambda/secret-rotation.ts',
      description: 'changes the hook secrets in Secrets Manager and in Okta',
      bundle,
      memory: 256,
      timeout: TIMEOUT,
      environment: {
        [names.oktaBaseUrl]: oktaBaseUrl,
        [names.registrationSecretId]: rotation.registrationSecret,
        [names.stackName]: Stack.of(this).stackName,
        [names.hookAuthHeader]: settings.authHeader,
        ...Object.fromEntries(ofHooks),
      },
    });
    const arns = hooks.map((hook) => hook.secretArn);
    this.function.addToRolePolicy(new PolicyStatement({ actions: CHANGE, resources: arns }));
    const credential = secretArn(Stack.of(this), rotation.registrationSecret);
    this.function.addToRolePolicy(
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
