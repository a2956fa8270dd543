import type { MiddlewareObj } from '@middy/core';
import type { Call, Counts, Facts, HookResult } from './call.ts';
import type { HttpEvent } from './http-event.ts';

/** What the middlewares of one call share; Middy's `event`. */
export interface Exchange {
  readonly http: HttpEvent;
  readonly call: Call;
  /** The parsed JSON, and after `validate` the checked request. */
  payload: unknown;
  /** Ids of the request, for the log line of every ending, failures and the deadline included. */
  facts: Facts;
  /** What the middlewares counted, whatever the ending. */
  counts: Counts;
}

/** An error as far as it may be logged. */
export interface Fault {
  readonly name?: string;
  readonly code?: string;
  readonly frames: readonly string[];
}

/** How a call ended: a result whose body is text, and the fault behind it if nobody had foreseen it. */
export interface Ending extends Omit<HookResult, 'body'> {
  readonly body: string;
  readonly fault?: Fault;
}

/** One step of the chain. */
export type Middleware = MiddlewareObj<Exchange, HookResult | Ending>;

/** The state of a call that has just arrived: nobody is authenticated, nothing is known. */
export function openExchange(
  http: HttpEvent,
  startedAt: number,
  deadlineAt: number,
  signal: AbortSignal,
): Exchange {
  const call: Call = { startedAt, deadlineAt, signal, authenticated: false, rehearsal: false };
  return { http, call, payload: undefined, facts: {}, counts: {} };
}
