import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import type { Observe } from '../platform/observe.ts';
import { allowedSources } from './allowed-sources.ts';
import { type Authentication, authenticate } from './authenticate.ts';
import type { Call, Facts, HookResult } from './call.ts';
import { beforeDeadline, deadlineOf, type LambdaContextLike } from './deadline.ts';
import { answer, answerErrors, endingOutOfTime } from './endings.ts';
import { type Ending, type Exchange, type Middleware, openExchange } from './exchange.ts';
import { honourRehearsal } from './honour-rehearsal.ts';
import { readHttpEvent } from './http-event.ts';
import { limitSize } from './limit-size.ts';
import { parseBody } from './parse-body.ts';
import { requireJson } from './require-json.ts';
import { validate } from './validate.ts';

/** The hooks of this service, as they are called in logs and metrics. */
export type HookName = 'import' | 'password' | 'events';

/** A Lambda handler for API Gateway's HTTP API, payload version 2.0. Never rejects. */
export type Hook = (event: unknown, context: LambdaContextLike) => Promise<APIGatewayProxyStructuredResultV2>;

const ANSWER_HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** What makes one hook different from another. */
export interface HookOptions<Request> {
  readonly hook: HookName;
  /** The contract of the calls; deviations are answered with 400. */
  readonly schema: z.ZodMiniType<Request>;
  readonly authentication: Authentication;
  /** IP addresses and CIDR ranges that may call. @default every address */
  readonly allowedSources?: readonly string[];
  /** Answers calls that prove nothing and learn nothing, such as Okta's verification of an event hook. @default none */
  readonly beforeAuthentication?: Middleware;
  /** Whether callers may ask for a rehearsal. @default true */
  readonly canRehearse?: boolean;
  /** Ids of a request for the log line of every ending, failures included. @default none */
  readonly identify?: (request: Request) => Facts;
  /** Runs for authenticated, valid calls only. May throw `Undecidable` (503). */
  readonly decide: (request: Request, call: Call) => Promise<HookResult>;
  /** The chosen ending when the time is up after the caller was authenticated. */
  readonly outOfTime: (call: Call) => HookResult;
  /** Takes note of every call, once. */
  readonly observe: Observe;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
}

/**
 * Builds the handler of one hook: the whole way from API Gateway's event to the answer, in the order below.
 *
 * @throws ConfigurationError when an option is wrong, so that a wrong setting fails at the cold start
 */
export function createHook<Request>(options: HookOptions<Request>): Hook {
  const { clock = Date.now, canRehearse = true } = options;
  const chain = middy<Exchange, HookResult | Ending>({ timeoutEarlyInMillis: 0 })
    .use([
      allowedSources(options.allowedSources),
      ...(options.beforeAuthentication ? [options.beforeAuthentication] : []),
      authenticate(options.authentication),
      ...(canRehearse ? [honourRehearsal()] : []),
      limitSize(),
      requireJson(),
      parseBody(),
      validate(options.schema, options.identify),
      answer(),
      answerErrors(),
    ])
    // `validate` ran before: the payload is a request.
    .handler(async ({ payload, call }) => options.decide(payload as Request, call));

  return async (event, context) => {
    const startedAt = clock();
    const http = readHttpEvent(event);
    const controller = new AbortController();
    const exchange = openExchange(http, startedAt, deadlineOf(http, context, startedAt), controller.signal);
    const { call } = exchange;
    const ending = await beforeDeadline(
      call.deadlineAt - startedAt,
      controller,
      // Nothing needs Lambda's context, and without its clock Middy starts no timer of its own.
      async () => (await chain(exchange, {} as Context)) as Ending,
      () => endingOutOfTime(call, options.outOfTime),
    );
    note(options, exchange, ending, {
      requestId: context?.awsRequestId,
      milliseconds: clock() - startedAt,
    });
    return { statusCode: ending.statusCode, headers: { ...ANSWER_HEADERS }, body: ending.body };
  };
}

/** One record a call, whatever its ending; an observer that fails changes no answer. */
function note<Request>(
  { hook, observe }: HookOptions<Request>,
  { call, facts, counts }: Exchange,
  ending: Ending,
  invocation: { readonly requestId: string | undefined; readonly milliseconds: number },
): void {
  try {
    observe({
      hook,
      ...invocation,
      statusCode: ending.statusCode,
      rehearsal: call.rehearsal,
      facts: { ...facts, ...ending.facts },
      counts: { ...counts, ...ending.counts },
      fault: ending.fault,
    });
  } catch {
    // The decision is made and may have been written down: answering differently now would be a lie.
  }
}
