import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import {
  type AlarmDefinition,
  API_ALARMS,
  CLEAN_UP_ALARMS,
  HOOK_ALARMS,
  OAUTH_ALARMS,
  ROTATION_ALARMS,
  runbookSection,
} from '../alarms.ts';
import type { Settings } from '../settings-schema.ts';
import type { CredentialCleanUp } from './credential-clean-up.ts';
import type { HookApi } from './hook-api.ts';
import type { HookFunction } from './hook-function.ts';
import type { SecretRotation } from './secret-rotation.ts';

/** What the alarms watch, and who is told. */
export interface AlarmsProps {
  readonly settings: Settings;
  readonly api: HookApi;
  readonly hooks: readonly HookFunction[];
  /** @default no hook checks passwords, and there is no hash to delete */
  readonly cleanUp?: CredentialCleanUp;
  readonly rotation?: SecretRotation;
}

/** Every alarm there is, and the topic that tells somebody. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];
  readonly #topic: ITopic | undefined;

  constructor(scope: Construct, id: string, { settings, api, hooks, cleanUp, rotation }: AlarmsProps) {
    super(scope, id);
    this.#topic = this.#topicOf(settings);
    const ofHooks = hooks.flatMap((hook) =>
      HOOK_ALARMS.filter(({ only = [hook.hook.kind] }) => only.includes(hook.hook.kind)).map((alarm) =>
        this.#add(alarm, hook, { owner: hook.hook.kind }),
      ),
    );
    const ofApi = [...API_ALARMS, ...(settings.oauth ? OAUTH_ALARMS : [])];
    const ofRotation = rotation
      ? ROTATION_ALARMS.map((alarm) => this.#add(alarm, rotation, { owner: 'rotation' }))
      : [];
    const ofCleanUp = cleanUp
      ? CLEAN_UP_ALARMS.map((alarm) => this.#add(alarm, cleanUp, { owner: 'clean-up' }))
      : [];
    this.all = [
      ...ofHooks,
      ...ofApi.map((alarm) => this.#add(alarm, api, { owner: 'api' })),
      ...ofCleanUp,
      ...ofRotation,
    ];
  }

  #add<Source>(definition: AlarmDefinition<Source>, source: Source, { owner }: { owner: string }): Alarm {
    const { heading, meaning, metric, threshold, ofThree, silence } = definition;
    const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;
    const periods = silence ? 2 : ofThree === undefined ? 1 : 3;
    const alarm = new Alarm(this, `${owner}: ${heading}`, {
      alarmName: `${Stack.of(this).stackName} ${owner}: ${heading}`,
      alarmDescription: `${meaning} ${runbookSection(heading)}`,
      metric: metric(source),
      threshold,
      comparisonOperator: silence ? LESS_THAN_THRESHOLD : GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: ofThree ?? (silence ? periods : 1),
      // A new stack has nothing to count yet: that is no alarm, but a change to it from something is one.
      treatMissingData: silence ? TreatMissingData.MISSING : TreatMissingData.NOT_BREACHING,
    });
    if (this.#topic) {
      const action = new SnsAction(this.#topic);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      if (silence) alarm.addInsufficientDataAction(action);
    }
    return alarm;
  }

  #topicOf({ alarmEmail, alarmTopicArn }: Settings): ITopic | undefined {
    if (alarmTopicArn !== undefined) return Topic.fromTopicArn(this, 'Topic', alarmTopicArn);
    if (alarmEmail === undefined) return undefined;
    const topic = new Topic(this, 'Topic', { enforceSSL: true });
    topic.addSubscription(new EmailSubscription(alarmEmail));
    return topic;
  }
}
