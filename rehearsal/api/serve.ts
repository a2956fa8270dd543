import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { ApiAnswer, ApiRequest } from './exchange.ts';

const LARGEST_BODY = 1024 * 1024;

/** Puts an API behind a server of Node's; bodies above 1 MiB are refused with 413. */
export function createListener(api: (request: ApiRequest) => Promise<ApiAnswer>): RequestListener {
  return (request, response) => {
    answer(request, api).then(
      (result) => send(response, result),
      // the caller has gone
      () => response.destroy(),
    );
  };
}

async function answer(
  request: IncomingMessage,
  api: (request: ApiRequest) => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const { method = '', url = '', headers, socket } = request;
  const body = await readText(request);
  if (body === undefined) return { status: 413 };
  const ipAddress = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return api({ method, url, headers, body, ipAddress });
}

async function readText(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, headers = {}, body }: ApiAnswer): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (text) response.setHeader('content-type', 'application/json');
  response.end(text);
}
