import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { API_ALARMS, CLEAN_UP_ALARMS, HOOK_ALARMS } from '../../infra/alarms.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { hookOutputs, OUTPUTS } from '../../infra/outputs.ts';
import { EVENT_ATTRIBUTES } from '../../lambda/passwords/credentials/record.ts';
import { ENVIRONMENT } from '../../lambda/platform/environment.ts';
import { METRICS } from '../../lambda/platform/metrics.ts';
import { Synthesis } from './templates.ts';

let stack: Synthesis;

/** The alarms of all hooks: those of one hook only, and those that each has. */
const hookAlarms = HOOK_ALARMS.reduce((sum, { only = HOOKS }) => sum + only.length, 0);

beforeAll(async () => {
  stack = await Synthesis.of();
});

afterAll(() => stack.remove());

describe('a function', () => {
  it('may do exactly this, and to these resources only', () => {
    const { Statement } = stack.resource('AWS::IAM::Policy', 'ImportHook').Properties.PolicyDocument;
    const attribute = (name: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(name), 'Arn'] });
    expect(Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: attribute(/^ImportHookLog/),
      },
      { Effect: 'Allow', Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: expect.stringMatching(/^ImportHookSecret/) },
      },
      {
        Effect: 'Allow',
        Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
        Resource: attribute(/^LoginsTable/),
      },
    ]);
  });

  it('that checks passwords may read hashes, write to counters alone, and use no other secret', () => {
    const { Statement } = stack.resource('AWS::IAM::Policy', 'PasswordHook').Properties.PolicyDocument;
    const table = { 'Fn::GetAtt': [expect.stringMatching(/^CredentialsTable/), 'Arn'] };
    expect(Statement.slice(2)).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: { Ref: expect.stringMatching(/^PasswordHookSecret/) },
      },
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: table,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['throttle#*'] } },
      },
    ]);
  });

  it('that records events finds people by id, and may write what events say, but never name a hash', () => {
    const { Statement } = stack.resource('AWS::IAM::Policy', 'EventHook').Properties.PolicyDocument;
    const table = { 'Fn::GetAtt': [expect.stringMatching(/^CredentialsTable/), 'Arn'] };
    const keys = (kind: string) => ({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${kind}#*`] } });
    expect(Statement.slice(3)).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: table, Condition: keys('okta') },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: table,
        Condition: {
          ...keys('credential'),
          'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['pk', ...EVENT_ATTRIBUTES] },
          StringEqualsIfExists: { 'dynamodb:ReturnValues': 'NONE' },
        },
      },
    ]);
    expect(EVENT_ATTRIBUTES).not.toContain('hash');
  });

  it('that cleans up may look through the credentials and change them, and nothing else; once a day', () => {
    const { Statement } = stack.resource('AWS::IAM::Policy', 'CleanUp').Properties.PolicyDocument;
    const table = { 'Fn::GetAtt': [expect.stringMatching(/^CredentialsTable/), 'Arn'] };
    expect(Statement.slice(2)).toEqual([
      { Effect: 'Allow', Action: 'dynamodb:Scan', Resource: table },
      {
        Effect: 'Allow',
        Action: 'dynamodb:UpdateItem',
        Resource: table,
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['credential#*'] } },
      },
    ]);
    const { Variables } = stack.resource('AWS::Lambda::Function', 'CleanUp').Properties.Environment;
    expect(Variables).toMatchObject({ HOLDING_DAYS: '14' });
    expect(stack.resource('AWS::Events::Rule').Properties).toMatchObject({
      ScheduleExpression: 'rate(1 day)',
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': [expect.stringMatching(/^CleanUpFunction/), 'Arn'] } }],
    });
  });

  it('has a role of its own without managed policies, which only Lambda can take', () => {
    const roles = stack.resources('AWS::IAM::Role');
    expect(roles).toHaveLength(HOOKS.length + 1);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });

  it('runs on Node 24 and arm64 with tracing, for at most five seconds', () => {
    expect(stack.resource('AWS::Lambda::Function', 'ImportHook').Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Timeout: 5,
      Environment: { Variables: { NODE_OPTIONS: '--enable-source-maps' } },
    });
  });

  it('can be called by API Gateway alone, on its own route, through its alias', () => {
    const all = stack.resources('AWS::Lambda::Permission');
    const permissions = all.filter(({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com');
    // the event hook has two routes, and the clean-up is begun by its rule
    expect([permissions.length, all.length]).toEqual([HOOKS.length + 1, HOOKS.length + 2]);
    for (const { Properties } of permissions) {
      expect(Properties).toMatchObject({
        FunctionName: { Ref: expect.stringMatching(/Aliaslive/) },
      });
      const name = JSON.stringify(Properties.FunctionName);
      const [hook] = HOOKS.filter(({ id }) => name.includes(id));
      expect(JSON.stringify(Properties.SourceArn)).toContain(`${hook?.path}"`);
    }
    stack.template.resourceCountIs('AWS::Lambda::Url', 0);
  });

  it('keeps its older versions for a roll back', () => {
    expect(stack.resource('AWS::Lambda::Version', 'ImportHook').DeletionPolicy).toBe('Retain');
  });
});

describe('the API', () => {
  it('has the listed routes and no other, the handler answering before the integration gives up', () => {
    const routes = stack.resources('AWS::ApiGatewayV2::Route').map(({ Properties }) => Properties.RouteKey);
    const posts = HOOKS.map(({ path }) => `POST ${path}`);
    expect(routes.sort()).toEqual([...posts, 'GET /hooks/events'].sort());
    for (const { Properties } of stack.resources('AWS::ApiGatewayV2::Integration')) {
      expect(Properties).toMatchObject({ PayloadFormatVersion: '2.0', TimeoutInMillis: 4_000 });
    }
  });

  it('throttles every route, and what is no route too', () => {
    const { RouteSettings, DefaultRouteSettings } = stack.resource('AWS::ApiGatewayV2::Stage').Properties;
    expect(RouteSettings).toEqual({
      'POST /hooks/import': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      'POST /hooks/password': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      'GET /hooks/events': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
      'POST /hooks/events': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    expect(DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20 });
  });

  it('logs no header, query or body of a request', () => {
    const { Format } = stack.resource('AWS::ApiGatewayV2::Stage').Properties.AccessLogSettings;
    const logged = (Format as string).match(/\$context\.[\w.]+/g) ?? [];
    expect(logged).toContain('$context.status');
    for (const field of logged)
      expect(field).not.toMatch(/path|query|header|userAgent|claims|principal|body/i);
  });
});

describe('what is stored', () => {
  it('keeps every log for a limited time, beyond the stack', () => {
    const logs = stack.resources('AWS::Logs::LogGroup');
    // those of the hooks, the clean-up and the API
    expect(logs).toHaveLength(HOOKS.length + 2);
    for (const { Properties, DeletionPolicy } of logs) {
      expect(Properties.RetentionInDays).toBe(90);
      expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    }
  });

  it('generates each secret, names it nowhere, and shows it nowhere', () => {
    const secrets = stack.resources('AWS::SecretsManager::Secret');
    expect(secrets).toHaveLength(HOOKS.length);
    for (const { Properties, DeletionPolicy } of secrets) {
      expect(Properties.GenerateSecretString).toEqual({ PasswordLength: 64, ExcludePunctuation: true });
      expect(Properties).not.toHaveProperty('SecretString');
      expect(Properties).not.toHaveProperty('Name');
      expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    }
    stack.template.resourceCountIs('AWS::SecretsManager::ResourcePolicy', 0);
    expect(JSON.stringify(stack.template.toJSON())).not.toContain('{{resolve:');
  });

  it.each(['Logins', 'Credentials'])(
    'keeps the table %s safe from deletion, restorable and encrypted',
    (id) => {
      const { Properties, DeletionPolicy, UpdateReplacePolicy } = stack.resource(
        'AWS::DynamoDB::GlobalTable',
        id,
      );
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      });
      expect(Properties).not.toHaveProperty('TableName');
    },
  );
});

describe('who watches', () => {
  it('has every alarm for every hook, the API and the clean-up, quiet without data, its description ending in the runbook', () => {
    const alarms = stack.resources('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
    expect(alarms).toHaveLength(hookAlarms + API_ALARMS.length + CLEAN_UP_ALARMS.length);
    for (const alarm of alarms) {
      const isSilence = String(alarm.AlarmName?.['Fn::Join']?.[1] ?? alarm.AlarmName).includes(
        'Clean-up missing',
      );
      expect(alarm.TreatMissingData).toBe(isSilence ? 'missing' : 'notBreaching');
      expect(alarm.AlarmDescription).toMatch(/\. docs\/runbook\.md#[a-z-]+$/);
    }
  });

  it('watches metrics that exist, under the dimensions the function emits', () => {
    const own = stack
      .resources('AWS::CloudWatch::Alarm')
      .map(({ Properties }) => Properties)
      .filter(({ Namespace, Dimensions }) => Namespace === 'OktaHooks' && Dimensions.length === 2);
    expect(own.length).toBeGreaterThan(4);
    const service = stack.resource('AWS::Lambda::Function', 'ImportHook').Properties.Environment.Variables;
    for (const { MetricName, Dimensions } of own) {
      expect(METRICS).toContain(MetricName);
      expect(Dimensions).toEqual([
        { Name: 'hook', Value: expect.stringMatching(/^(import|password|events|clean-up)$/) },
        { Name: 'service', Value: service.POWERTOOLS_SERVICE_NAME },
      ]);
    }
  });

  it('shows calls, decisions by rule, conflicts, latency, refusals and deadlines on one page', () => {
    const body = JSON.stringify(stack.resource('AWS::CloudWatch::Dashboard').Properties.DashboardBody);
    const shown = ['Calls', 'unnest line.rules', 'ConflictResolved', 'ConflictLeft', 'p50', 'p90', 'p99'];
    for (const text of [...shown, 'Refused', 'DeadlineMissed']) expect(body).toContain(text);
  });
});

describe('the stack', () => {
  it('says where the hooks are, where their secrets are, and what to do next', () => {
    const ofHooks = HOOKS.flatMap(({ id }) => Object.values(hookOutputs(id)));
    const outputs = Object.keys(stack.template.findOutputs('*'));
    expect(outputs.sort()).toEqual([...ofHooks, ...Object.values(OUTPUTS)].sort());
  });

  it('gives no function a variable that it does not know', () => {
    const known = new Set<string>([...Object.values(ENVIRONMENT), 'NODE_OPTIONS', 'POWERTOOLS_SERVICE_NAME']);
    const { Variables } = stack.resource('AWS::Lambda::Function', 'ImportHook').Properties.Environment;
    const unknown = Object.keys(Variables).filter((name) => !known.has(name));
    expect(unknown.sort()).toEqual(['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_SECRETS_MANAGER']);
  });

  it('cannot be synthesised with a finding that nobody acknowledged', async () => {
    const weaker = await Synthesis.of();
    new Topic(weaker.stack, 'Unencrypted');
    expect(() => weaker.template).toThrow(/AwsSolutions-SNS3/);
    await weaker.remove();
  });
});
