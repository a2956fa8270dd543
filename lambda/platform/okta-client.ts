import { setTimeout as sleepFor } from 'node:timers/promises';
import { originOf } from './okta/base-url.ts';
import type { OktaCredentialSource } from './okta/credentials.ts';
import { OktaAnswerInvalid } from './okta/errors.ts';
import type { HttpAnswer } from './okta/exchange.ts';
import { nextPage } from './okta/paging.ts';
import { answeredAt, type RateLimit, readRateLimit } from './okta/rate-limit.ts';
import { pauseBeforeRetry } from './okta/retry.ts';
import { Session } from './okta/session.ts';

/** What a client needs; only the first three have no default. */
export interface OktaClientOptions {
  /** The org's address, such as `https://example.okta.com`: https, without path. */
  readonly baseUrl: string;
  readonly credentials: OktaCredentialSource;
  /** What a service app asks for, such as `okta.users.read`; an API token has its administrator's rights. */
  readonly scopes: readonly string[];
  /** Milliseconds for one HTTP exchange. @default 10,000 */
  readonly timeoutMs?: number;
  /** Milliseconds since the epoch. @default Date.now */
  readonly clock?: () => number;
  /** Waits until then or rejects when the signal aborts. @default a timer */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}

/** How one call may take its time. */
export interface OktaCallOptions {
  /** Ends the call at once, which then rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /**
   * How long the call may go on to be repeated (429, 5xx, a cut connection), in milliseconds; for a list, each
   * page. Nothing is waited for that lies beyond. @default 0
   */
  readonly patienceMs?: number;
  /** The most bytes that are read of an answer. @default 16 MiB */
  readonly maxBytes?: number;
}

/** A request to the org. */
export interface OktaRequest extends OktaCallOptions {
  /** @default GET */
  readonly method?: string;
  /** Path and query as they go over the wire: what they are made of is encoded already. */
  readonly path: string;
  /** Goes out as JSON. */
  readonly body?: unknown;
  /** That it may be repeated although its method is POST: a second time changes nothing more. @default false */
  readonly repeatable?: boolean;
}

/** What Okta answered: a status from 200 to 299. */
export interface OktaAnswer {
  readonly status: number;
  /** Undefined when there is none. */
  readonly body: unknown;
  /** What to pace the next calls of this endpoint by. */
  readonly rateLimit: RateLimit | undefined;
  /** When it was, in milliseconds since the epoch by Okta's clock (`Date`); undefined: it does not say. */
  readonly answeredAt?: number | undefined;
}

/** One page of a list. */
export interface OktaPage {
  readonly items: readonly unknown[];
  /** Path and query of the page after this one, to go on from at another time; undefined on the last. */
  readonly next: string | undefined;
  readonly rateLimit: RateLimit | undefined;
}

/** Okta's API, as far as it is the same for all of it. */
export interface OktaClient {
  /** Gets ready to authenticate ahead of the first request. Never rejects: that one finds out what is wrong. */
  warmUp(): Promise<void>;
  /**
   * One request, repeated within the caller's budget where that can help.
   *
   * @throws OktaError when Okta answers with an error
   * @throws OktaUnreachable when there is no whole answer in time
   * @throws OktaAnswerInvalid when the answer cannot be Okta's
   * @throws OktaCredentialsUnusable when there is nothing to authenticate with
   * @throws the reason of the signal when that aborts
   */
  request(request: OktaRequest): Promise<OktaAnswer>;
  /** The pages of a list, each asked for when it is wanted. Throws what `request` throws. */
  pages(path: string, options: OktaCallOptions): AsyncGenerator<OktaPage, void>;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A client for one Okta org. What authenticates us goes to that org's origin and nowhere else: redirects and
 * links to other origins are errors.
 *
 * @throws TypeError when the base URL is not https or has a path
 */
export function createOktaClient(options: OktaClientOptions): OktaClient {
  return new FetchingClient(options);
}

class FetchingClient implements OktaClient {
  readonly #origin: string;
  readonly #session: Session;
  readonly #clock: () => number;
  readonly #sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;

  constructor({ baseUrl, credentials, scopes, timeoutMs = TIMEOUT_MS, clock, sleep }: OktaClientOptions) {
    const origin = originOf(baseUrl);
    if (origin === undefined) throw new TypeError('baseUrl must be an https URL without a path');
    this.#origin = origin;
    this.#clock = clock ?? Date.now;
    this.#session = new Session(credentials, { origin, scopes, timeoutMs, clock: this.#clock });
    this.#sleep = sleep ?? ((milliseconds, signal) => sleepFor(milliseconds, undefined, { signal }));
  }

  async warmUp(): Promise<void> {
    try {
      await this.#session.prepare(this.#urlOf('/'), new AbortController().signal);
    } catch {
      // The first request will say so.
    }
  }

  async request(request: OktaRequest): Promise<OktaAnswer> {
    const { status, body, headers } = await this.#persist(request, this.#urlOf(request.path));
    const rateLimit = readRateLimit(headers, this.#clock());
    return { status, body, rateLimit, answeredAt: answeredAt(headers) };
  }

  async *pages(path: string, options: OktaCallOptions): AsyncGenerator<OktaPage, void> {
    for (let next: string | undefined = path; next !== undefined; ) {
      const url = this.#urlOf(next);
      const { body, headers } = await this.#persist({ ...options, path: next }, url);
      if (!Array.isArray(body)) throw new OktaAnswerInvalid('not a list');
      next = nextPage(headers.get('link'), url);
      yield { items: body, next, rateLimit: readRateLimit(headers, this.#clock()) };
    }
  }

  /** A path that does not mean itself (`//host`, `/a/../b`) would ask something else than was meant. */
  #urlOf(path: string): URL {
    const url = URL.parse(path, this.#origin);
    if (url?.href !== this.#origin + path || url.hash)
      throw new TypeError('path must be absolute, encoded and plain');
    return url;
  }

  async #persist(request: OktaRequest, url: URL): Promise<HttpAnswer> {
    const {
      method = 'GET',
      body,
      maxBytes = MAX_BYTES,
      signal,
      patienceMs = 0,
      repeatable = false,
    } = request;
    const waitUntil = this.#clock() + patienceMs;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#session.ask({ method, url, body, maxBytes, signal });
      } catch (error) {
        signal.throwIfAborted();
        const now = this.#clock();
        const pause = pauseBeforeRetry(error, { method, repeatable, attempt, now });
        if (pause === undefined || (pause > 0 && now + pause >= waitUntil)) throw error;
        await this.#wait(pause, signal);
      }
    }
  }

  async #wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#sleep(milliseconds, signal);
    } finally {
      signal.throwIfAborted();
    }
  }
}
