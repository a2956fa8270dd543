import type { IncomingHttpHeaders } from 'node:http';

/** A request to the API as it arrived. */
export interface ApiRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly ipAddress: string;
}

/** What the API answers; an undefined body is none. */
export interface ApiAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: unknown;
}

/** A request that found its route and may be carried out. */
export interface Call {
  readonly request: ApiRequest;
  /** The org's own origin. */
  readonly origin: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The decoded value of one `{name}` of the route's path. */
  param(name: string): string;
  /** The JSON of the request; undefined when it has none. */
  readonly body: unknown;
}

/** One request with its answer. */
export interface ApiExchange {
  readonly request: ApiRequest;
  readonly answer: ApiAnswer;
  /** The path as Okta's description writes it, such as `/api/v1/users/{id}`; undefined: there is none. */
  readonly path: string | undefined;
}

/** 200 with this body. */
export const ok = (body: unknown): ApiAnswer => ({ status: 200, body });

/** 204. */
export const NO_CONTENT: ApiAnswer = { status: 204 };
