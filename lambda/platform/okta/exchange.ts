import { TimeLimitReached, withTimeLimit } from '../time-limit.ts';
import { OktaAnswerInvalid, OktaUnreachable } from './errors.ts';

/** One HTTP request. */
export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** The most bytes that are read of the answer's body, after decompression. */
  readonly maxBytes: number;
  /** Milliseconds until the whole answer must be here. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** One HTTP answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The body's JSON; undefined when the body is empty, or not JSON in an answer that is an error. */
  readonly body: unknown;
}

/**
 * Sends one request and reads its answer. Connections are kept alive, which is what `fetch` does; redirects
 * are not followed, because what authenticates us would go along.
 *
 * @throws OktaUnreachable when there is no whole answer in time
 * @throws OktaAnswerInvalid for a redirect, too large a body, and a success that is not JSON
 * @throws the reason of the caller's signal when that aborts
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { timeoutMs, signal } = request;
  try {
    return await withTimeLimit(timeoutMs, signal, (limited) => send(request, limited));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OktaAnswerInvalid) throw error;
    if (error instanceof TimeLimitReached) throw new OktaUnreachable('timeout');
    // The errors of `fetch` quote hosts and header values, so they go no further.
    throw new OktaUnreachable('connection', systemCodeOf(error));
  }
}

async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const { url, method, headers, body = null, maxBytes } = request;
  const answer = await fetch(url, { method, headers, body, redirect: 'manual', signal });
  const { status, ok } = answer;
  if (status >= 300 && status < 400) {
    await discard(answer);
    throw new OktaAnswerInvalid('redirect');
  }
  try {
    return { status, headers: answer.headers, body: parse(await readText(answer, maxBytes)) };
  } catch (error) {
    if (!ok && error instanceof OktaAnswerInvalid)
      return { status, headers: answer.headers, body: undefined };
    throw error;
  }
}

async function readText(answer: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let text = '';
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    // Leaving the loop cancels the rest of the body.
    if (size > maxBytes) throw new OktaAnswerInvalid('too large');
    text += decode(() => decoder.decode(chunk, { stream: true }));
  }
  return text + decode(() => decoder.decode());
}

function decode(read: () => string): string {
  try {
    return read();
  } catch {
    throw new OktaAnswerInvalid('not JSON');
  }
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new OktaAnswerInvalid('not JSON');
  }
}

async function discard(answer: Response): Promise<void> {
  await answer.body?.cancel();
}

/** `fetch` puts the system's error into its own as the cause. */
function systemCodeOf(error: unknown): string | undefined {
  const { cause } = Object(error) as { readonly cause?: unknown };
  const { code } = Object(cause) as { readonly code?: unknown };
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}
