import { afterEach, describe, expect, it } from '@jest/globals';
import {
  API_ALARMS,
  CLEAN_UP_ALARMS,
  HOOK_ALARMS,
  OAUTH_ALARMS,
  ROTATION_ALARMS,
} from '../../infra/alarms.ts';
import { HOOKS } from '../../infra/hooks.ts';
import { readEnvironment } from '../../lambda/platform/environment.ts';
import { readRotationEnvironment } from '../../lambda/registration/rotation-request.ts';
import { Synthesis } from './templates.ts';

const open: Synthesis[] = [];

const hookAlarms = HOOK_ALARMS.reduce((sum, { only = HOOKS }) => sum + only.length, 0);

/** Synthesised, cdk-nag included. */
async function withSettings(settings: object): Promise<Synthesis> {
  const stack = await Synthesis.of(settings);
  open.push(stack);
  return stack;
}

/** What the function reads at its start, with references as text. */
function environmentOf(stack: Synthesis) {
  const { Variables } = stack.resource('AWS::Lambda::Function', 'ImportHook').Properties.Environment;
  const texts = Object.entries<string | { Ref: string }>(Variables).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.Ref,
  ]);
  return readEnvironment(Object.fromEntries(texts));
}

const statementsOf = (stack: Synthesis) =>
  stack.resource('AWS::IAM::Policy', 'ImportHook').Properties.PolicyDocument.Statement;

afterEach(async () => {
  await Promise.all(open.splice(0).map((stack) => stack.remove()));
});

describe('with OAuth 2.0', () => {
  const oauth = { issuer: 'https://example.okta.com/oauth2/default', audience: 'hooks', scope: 'hooks.call' };

  it('every inline hook asks for a token of that issuer, audience and scope, and the function for its claims', async () => {
    const stack = await withSettings({ oauth });
    const routes = stack.resources('AWS::ApiGatewayV2::Route');
    const ofEvents = routes.filter(({ Properties }) => /\/hooks\/events$/.test(Properties.RouteKey));
    expect(ofEvents.map(({ Properties }) => Properties.AuthorizationType)).toEqual(['NONE', 'NONE']);
    for (const { Properties } of routes.filter((route) => !ofEvents.includes(route))) {
      expect(Properties).toMatchObject({ AuthorizationType: 'JWT', AuthorizationScopes: [oauth.scope] });
      expect(Properties.AuthorizerId).toBeDefined();
    }
    expect(stack.resource('AWS::ApiGatewayV2::Authorizer').Properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: oauth.issuer, Audience: [oauth.audience] },
    });
    expect(environmentOf(stack).authentication).toEqual({ kind: 'jwt', ...oauth });
  });

  it('there is no hook secret but that of the event hook, which knows no tokens, and no other function may read it', async () => {
    const stack = await withSettings({ oauth });
    expect(stack.resource('AWS::SecretsManager::Secret').Properties.Description).toContain('events hook');
    const { Variables } = stack.resource('AWS::Lambda::Function', 'EventHook').Properties.Environment;
    expect(Variables.HOOK_SECRET_ID).toEqual({ Ref: expect.stringMatching(/^EventHookSecret/) });
    expect(Object.keys(Variables).filter((name) => name.startsWith('OAUTH'))).toEqual([]);
    expect(JSON.stringify(statementsOf(stack))).not.toContain('secretsmanager');
    expect(Object.keys(stack.template.findOutputs('*'))).toContain('EventHookSecretArn');
  });

  it('refused tokens, which no function sees, are watched too', async () => {
    const stack = await withSettings({ oauth });
    const expected = hookAlarms + API_ALARMS.length + OAUTH_ALARMS.length + CLEAN_UP_ALARMS.length;
    expect(stack.resources('AWS::CloudWatch::Alarm')).toHaveLength(expected);
    const patterns = stack
      .resources('AWS::Logs::MetricFilter')
      .map(({ Properties }) => Properties.FilterPattern);
    expect(patterns).toContain('{ ($.status = "401") || ($.status = "403") }');
  });
});

describe('with a custom domain', () => {
  const domain = {
    name: 'hooks.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1-2',
  };

  it("API Gateway's own address is off, and the URL is the domain's", async () => {
    const stack = await withSettings({ domain });
    expect(stack.resource('AWS::ApiGatewayV2::Api').Properties.DisableExecuteApiEndpoint).toBe(true);
    expect(stack.resource('AWS::ApiGatewayV2::DomainName').Properties).toMatchObject({
      DomainName: domain.name,
      DomainNameConfigurations: [{ CertificateArn: domain.certificateArn, EndpointType: 'REGIONAL' }],
    });
    stack.template.resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 1);
    stack.template.resourceCountIs('AWS::Route53::RecordSet', 0);
    stack.template.hasOutput('ImportHookUrl', { Value: 'https://hooks.example.com/hooks/import' });
  });

  it('its zone, if known, gets the address records', async () => {
    const stack = await withSettings({
      domain: { ...domain, hostedZone: { id: 'Z123456', name: 'example.com' } },
    });
    const records = stack.resources('AWS::Route53::RecordSet').map(({ Properties }) => Properties);
    expect(records.map(({ Type, Name }) => [Type, Name])).toEqual([
      ['A', 'hooks.example.com.'],
      ['AAAA', 'hooks.example.com.'],
    ]);
  });
});

describe('with other settings', () => {
  it('Okta is asked about logins with a credential that nothing else can read', async () => {
    const stack = await withSettings({ directory: 'okta', oktaBaseUrl: 'https://example.okta.com' });
    expect(environmentOf(stack).directory).toEqual({
      kind: 'okta',
      baseUrl: 'https://example.okta.com',
      secretId: 'okta/directory',
    });
    const [statement] = statementsOf(stack).filter(({ Resource }: { Resource: unknown }) =>
      JSON.stringify(Resource).includes('okta/directory'),
    );
    expect(statement.Action).toBe('secretsmanager:GetSecretValue');
    expect(JSON.stringify(statement.Resource)).toMatch(/:secret:okta\/directory-\?{6}"/);
  });

  it('only the allowed sources may call, by the header that was chosen', async () => {
    const stack = await withSettings({
      allowedSources: ['203.0.113.0/24', '2001:db8::1'],
      authHeader: 'x-hook',
    });
    const environment = environmentOf(stack);
    expect(environment.allowedSources).toEqual(['203.0.113.0/24', '2001:db8::1']);
    expect(environment.authentication).toMatchObject({ kind: 'header', header: 'x-hook' });
  });

  it('a function in a VPC may use its network interfaces, and nothing else is granted on every resource', async () => {
    const vpc = { subnetIds: ['subnet-12345678'], securityGroupIds: ['sg-12345678'] };
    const stack = await withSettings({ vpc });
    expect(stack.resource('AWS::Lambda::Function', 'ImportHook').Properties.VpcConfig).toEqual({
      SubnetIds: vpc.subnetIds,
      SecurityGroupIds: vpc.securityGroupIds,
    });
    const everywhere = statementsOf(stack).filter(({ Resource }: { Resource: unknown }) => Resource === '*');
    const actions = everywhere.flatMap(({ Action }: { Action: string[] }) => Action);
    expect(
      actions.filter(
        (action: string) =>
          !/^(xray:Put|ec2:\w+(NetworkInterfaces?|Subnets|PrivateIpAddresses)$)/.test(action),
      ),
    ).toEqual([]);
  });

  it('concurrency, memory, architecture, retention and throttles are those that were set', async () => {
    const stack = await withSettings({
      architecture: 'x86_64',
      logRetentionDays: 365,
      import: {
        memory: 2048,
        reservedConcurrency: 20,
        provisionedConcurrency: 5,
        throttle: { rate: 7, burst: 9 },
      },
    });
    expect(stack.resource('AWS::Lambda::Function', 'ImportHook').Properties).toMatchObject({
      Architectures: ['x86_64'],
      MemorySize: 2048,
      ReservedConcurrentExecutions: 20,
    });
    expect(
      stack.resource('AWS::Lambda::Alias', 'ImportHook').Properties.ProvisionedConcurrencyConfig,
    ).toEqual({
      ProvisionedConcurrentExecutions: 5,
    });
    for (const { Properties } of stack.resources('AWS::Logs::LogGroup')) {
      expect(Properties.RetentionInDays).toBe(365);
    }
    expect(stack.resource('AWS::ApiGatewayV2::Stage').Properties.RouteSettings).toEqual({
      'POST /hooks/import': { ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 },
      'POST /hooks/password': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      'GET /hooks/events': { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
      'POST /hooks/events': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
  });

  it.each([
    ['an address', { alarmEmail: 'ops@example.com' }, 1],
    ['a topic', { alarmTopicArn: 'arn:aws:sns:eu-central-1:123456789012:ops' }, 0],
  ])('every alarm tells %s, also when it is over', async (_who, settings, subscriptions) => {
    const stack = await withSettings(settings);
    for (const { Properties } of stack.resources('AWS::CloudWatch::Alarm')) {
      expect(Properties.AlarmActions).toHaveLength(1);
      expect(Properties.OKActions).toEqual(Properties.AlarmActions);
    }
    stack.template.resourceCountIs('AWS::SNS::Subscription', subscriptions);
  });
});

describe('rotation', () => {
  const settings = { rotation: { everyDays: 30 }, oktaBaseUrl: 'https://example.okta.com' };

  it('is off: nothing in AWS may manage hooks in Okta or change a secret', async () => {
    const stack = await withSettings({});
    stack.template.resourceCountIs('AWS::SecretsManager::RotationSchedule', 0);
    expect(JSON.stringify(stack.template.toJSON())).not.toMatch(/okta\/registration|PutSecretValue/);
  });

  it('has a schedule for each hook secret, and the first change is not that of a deployment', async () => {
    const stack = await withSettings(settings);
    const schedules = stack.resources('AWS::SecretsManager::RotationSchedule');
    expect(schedules).toHaveLength(HOOKS.length);
    for (const { Properties } of schedules) {
      expect(Properties).toMatchObject({
        RotateImmediatelyOnUpdate: false,
        RotationRules: { AutomaticallyAfterDays: 30 },
      });
    }
    const { Variables } = stack.resource('AWS::Lambda::Function', 'Rotation').Properties.Environment;
    const texts = Object.entries(Variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
    const { hooks } = readRotationEnvironment(Object.fromEntries(texts));
    expect([...hooks.values()].map(({ name }) => name)).toEqual(HOOKS.map(({ kind }) => `OktaHooks ${kind}`));
  });

  it('may change exactly the hook secrets and read its own credential', async () => {
    const stack = await withSettings(settings);
    const { Statement } = stack.resource('AWS::IAM::Policy', 'Rotation').Properties.PolicyDocument;
    const [, traces, change, credential, ...others] = Statement;
    expect(others).toEqual([]);
    expect(traces.Action).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
    expect(change.Action).toHaveLength(4);
    expect(change.Resource).toEqual([
      { Ref: expect.stringMatching(/^EventHookSecret/) },
      { Ref: expect.stringMatching(/^ImportHookSecret/) },
      { Ref: expect.stringMatching(/^PasswordHookSecret/) },
    ]);
    expect(credential.Action).toBe('secretsmanager:GetSecretValue');
    expect(JSON.stringify(credential.Resource)).toMatch(/:secret:okta\/registration-\?{6}"/);
  });

  it('can be begun by Secrets Manager alone, for our secrets, and tells when it fails', async () => {
    const stack = await withSettings(settings);
    const permissions = stack
      .resources('AWS::Lambda::Permission')
      .filter(({ Properties }) => Properties.Principal === 'secretsmanager.amazonaws.com');
    expect(permissions).toHaveLength(HOOKS.length);
    for (const { Properties } of permissions) expect(Properties.SourceArn).toHaveProperty('Ref');
    const alarms = stack.resources('AWS::CloudWatch::Alarm');
    expect(alarms).toHaveLength(
      hookAlarms + API_ALARMS.length + CLEAN_UP_ALARMS.length + ROTATION_ALARMS.length,
    );
  });
});
