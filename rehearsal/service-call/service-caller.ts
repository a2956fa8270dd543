import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { performance } from 'node:perf_hooks';
import tls from 'node:tls';

/** A call as Okta makes it to a hook's service. */
export interface ServiceCall {
  /** `https` only. */
  readonly uri: string;
  /** @default POST */
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** Why a call has no answer that Okta would use. */
export type ServiceFailure =
  | 'timeout'
  | 'connection'
  | 'error status'
  | 'redirect'
  | 'answer too large'
  | 'answer not JSON';

/** What came of a call, retry included. */
export type ServiceResult = {
  /** How often the service was called: 1 or 2. */
  readonly attempts: number;
  /** From the first attempt to the end of the last. */
  readonly milliseconds: number;
} & (
  | { readonly status: number; readonly body: unknown; readonly failure?: undefined }
  /** The status is known unless there was no whole answer. */
  | { readonly failure: ServiceFailure; readonly status?: number }
);

/** Calls services the way Okta does. */
export interface ServiceCaller {
  /** Rejects with the reason of `signal` only; every other end is a result. */
  call(call: ServiceCall, signal?: AbortSignal): Promise<ServiceResult>;
  /** Closes the connections that are kept. */
  close(): void;
}

/** How a caller differs from Okta's own. */
export interface ServiceCallerOptions {
  /** Certificates (PEM) that are trusted beside the usual authorities. */
  readonly ca?: readonly string[];
  /** Milliseconds for one attempt. @default Okta's three seconds */
  readonly timeoutMs?: number;
}

/** Okta waits this long for a service. */
const OKTA_TIMEOUT_MS = 3_000;
const LARGEST_ANSWER = 256 * 1024;
const RETRIED: ReadonlySet<ServiceFailure> = new Set<ServiceFailure>(['timeout', 'connection']);

type Attempt =
  | { readonly status: number; readonly body: unknown; readonly failure?: undefined }
  | { readonly failure: ServiceFailure; readonly status?: number };

/**
 * A caller with Okta's habits: TLS that is checked, three seconds, one retry after a timeout, a cut connection or
 * a 5xx, none after 2xx and 4xx, no redirects, answers of at most 256 KB, which are JSON or empty.
 *
 * Source: Okta, "Inline hooks" (timeout and retry) and "Event hooks".
 */
export function createServiceCaller({
  ca = [],
  timeoutMs = OKTA_TIMEOUT_MS,
}: ServiceCallerOptions = {}): ServiceCaller {
  const agent = new Agent({ keepAlive: true, ca: [...tls.getCACertificates('default'), ...ca] });
  const attempt = (call: ServiceCall, signal?: AbortSignal) =>
    attemptOnce(call, { agent, timeoutMs, signal });
  return {
    async call(call, signal) {
      const startedAt = performance.now();
      const first = await attempt(call, signal);
      const last = isRetried(first) ? await attempt(call, signal) : first;
      return { ...last, attempts: last === first ? 1 : 2, milliseconds: performance.now() - startedAt };
    },
    close: () => agent.destroy(),
  };
}

function isRetried({ failure, status = 0 }: Attempt): boolean {
  return failure !== undefined && (RETRIED.has(failure) || status >= 500);
}

interface AttemptOptions {
  readonly agent: Agent;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

async function attemptOnce(
  call: ServiceCall,
  { agent, timeoutMs, signal }: AttemptOptions,
): Promise<Attempt> {
  signal?.throwIfAborted();
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    return await exchange(call, agent, signal ? AbortSignal.any([signal, limit]) : limit);
  } catch {
    signal?.throwIfAborted();
    return { failure: limit.aborted ? 'timeout' : 'connection' };
  }
}

async function exchange(call: ServiceCall, agent: Agent, signal: AbortSignal): Promise<Attempt> {
  const { uri, method = 'POST', headers, body } = call;
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const outgoing = request(uri, { method, agent, signal, headers: { ...headers, ...length } });
  // what goes wrong after the answer has begun is an error of the answer too, which the loop below throws
  outgoing.on('error', () => undefined);
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  const { statusCode: status = 0 } = answer;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    // leaving the loop ends the connection
    if (size > LARGEST_ANSWER) return { failure: 'answer too large', status };
    chunks.push(chunk);
  }
  return readAnswer(status, Buffer.concat(chunks).toString());
}

function readAnswer(status: number, text: string): Attempt {
  if (status >= 400) return { failure: 'error status', status };
  if (status >= 300) return { failure: 'redirect', status };
  if (text === '') return { status, body: undefined };
  try {
    return { status, body: JSON.parse(text) };
  } catch {
    return { failure: 'answer not JSON', status };
  }
}
