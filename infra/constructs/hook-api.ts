import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { type IFilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { METRIC_NAMESPACE } from '../../lambda/platform/metrics.ts';
import { SUM } from '../metrics.ts';
import type { Settings } from '../settings-schema.ts';
import { ApiDomain } from './api-domain.ts';
import type { HookFunction } from './hook-function.ts';
import type { OAuthAuthorizer } from './oauth-authorizer.ts';

/** What makes the API. */
export interface HookApiProps {
  readonly settings: Settings;
  /** @default the functions check a secret in a header */
  readonly oauth: OAuthAuthorizer | undefined;
}

/** Longer than any answer takes, shorter than the function may run. */
const INTEGRATION_TIMEOUT = Duration.seconds(4);

/** CloudFormation takes route settings as free JSON, so the CDK leaves these names as they are. */
export interface RouteThrottle {
  readonly ThrottlingRateLimit: number;
  readonly ThrottlingBurstLimit: number;
}

/** For the GET by which Okta verifies an event hook, once; anybody may ask. */
const VERIFICATION: RouteThrottle = { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 };

/** For paths and methods that nobody serves; they are refused without a function. */
const ELSEWHERE = { rateLimit: 10, burstLimit: 20 };

/** One line a request: who called which route, what came of it, how long it took. No header, query or body. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  protocol: '$context.protocol',
  bytes: '$context.responseLength',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integration.error',
  authorizerError: '$context.authorizer.error',
  error: '$context.error.responseType',
};

/** The HTTP API in front of the hooks: only the routes that were added, each with its own throttle. */
export class HookApi extends Construct {
  readonly stage: HttpStage;
  readonly accessLog: LogGroup;
  readonly #api: HttpApi;
  readonly #domain: ApiDomain | undefined;
  readonly #settings: Settings;
  readonly #oauth: OAuthAuthorizer | undefined;
  readonly #throttles: Record<string, RouteThrottle> = {};

  constructor(scope: Construct, id: string, { settings, oauth }: HookApiProps) {
    super(scope, id);
    this.#settings = settings;
    this.#oauth = oauth;
    this.#domain = settings.domain && new ApiDomain(this, 'Domain', settings.domain);
    this.#api = new HttpApi(this, 'Api', {
      description: "okta-hooks: where Okta's hooks call",
      createDefaultStage: false,
      disableExecuteApiEndpoint: this.#domain !== undefined,
    });
    this.accessLog = new LogGroup(this, 'AccessLog', {
      retention: settings.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.#api,
      autoDeploy: true,
      throttle: ELSEWHERE,
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.accessLog),
        format: AccessLogFormat.custom(JSON.stringify({ service: Stack.of(this).stackName, ...ACCESS_LOG })),
      },
      ...(this.#domain && { domainMapping: { domainName: this.#domain.name } }),
    });
  }

  /** Lets Okta call a hook; returns the URL to register there. */
  addHook(hookFunction: HookFunction): string {
    const { hook, live } = hookFunction;
    const isEventHook = hook.oktaType === 'event';
    const { rate, burst } = this.#settings[hook.kind].throttle;
    const routes = this.#api.addRoutes({
      path: hook.path,
      methods: isEventHook ? [HttpMethod.POST, HttpMethod.GET] : [HttpMethod.POST],
      integration: new HttpLambdaIntegration(`${hook.id}Integration`, live as IFunction, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
        timeout: INTEGRATION_TIMEOUT,
      }),
      ...(!isEventHook && this.#oauth?.routeOptions),
    });
    if (!isEventHook) this.#oauth?.grantCheck(hookFunction);
    if (isEventHook) this.#throttles[`GET ${hook.path}`] = VERIFICATION;
    this.#throttles[`POST ${hook.path}`] = { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst };
    const stage = this.stage.node.defaultChild as CfnStage;
    stage.routeSettings = this.#throttles;
    // API Gateway takes settings only for routes that exist.
    stage.node.addDependency(...routes);
    return `${this.#domain?.url ?? this.#api.apiEndpoint}${hook.path}`;
  }

  /** How many answers in the access log match; in the functions' namespace, under `metricName`. */
  countAnswers(metricName: string, filterPattern: IFilterPattern): Metric {
    return new MetricFilter(this, metricName, {
      logGroup: this.accessLog,
      filterPattern,
      metricNamespace: METRIC_NAMESPACE,
      metricName,
      dimensions: { service: '$.service' },
    }).metric({ ...SUM, dimensionsMap: { service: Stack.of(this).stackName } });
  }
}
