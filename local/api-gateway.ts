import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { apiGatewayEvent, type HttpRequest } from '../events/api-gateway-event.ts';
import { lambdaContext } from './lambda-context.ts';

/** A Lambda function behind a route. */
export type Handler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** Functions by route key, such as `POST /hooks/import`. */
export type Routes = Readonly<Record<string, Handler>>;

/** API Gateway's limit for a request, in bytes. */
const LARGEST_BODY = 10 * 1024 * 1024;

const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Answers requests as an HTTP API does: it makes the event (payload format 2.0) and calls the route's function in
 * this process. Its own answers are API Gateway's: 404 for another method or path, 413 above 10 MB, 500 when a
 * function throws, 503 when it takes longer than `integrationTimeout` milliseconds.
 */
export function createApi(routes: Routes, integrationTimeout = 4_000): RequestListener {
  const handlers = new Map(Object.entries(routes));
  return (request, response) => {
    serve(request, handlers, integrationTimeout).then(
      (result) => send(response, result),
      () => send(response, refusal(500, 'Internal Server Error')),
    );
  };
}

async function serve(
  request: IncomingMessage,
  handlers: ReadonlyMap<string, Handler>,
  integrationTimeout: number,
): Promise<APIGatewayProxyStructuredResultV2> {
  const receivedAt = Date.now();
  const { method = '', url = '' } = request;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const handler = handlers.get(`${method} ${path}`);
  const body = await readBody(request);
  if (!handler) return refusal(404, 'Not Found');
  if (!body) return refusal(413, 'Request Entity Too Large');
  const requestId = randomUUID().slice(-12);
  const event = apiGatewayEvent({
    method,
    path,
    query: mark < 0 ? '' : url.slice(mark + 1),
    protocol: `HTTP/${request.httpVersion}`,
    headers: headersOf(request),
    body,
    sourceIp: sourceIpOf(request),
    receivedAt,
    requestId,
  });
  const result = await withTimeout(handler(event, lambdaContext(receivedAt)), integrationTimeout);
  return { ...result, headers: { ...result.headers, 'apigw-requestid': requestId } };
}

/** The whole body, or undefined when it is larger than API Gateway takes; the rest is read and dropped. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  });
  request.on('end', () => resolve(size > LARGEST_BODY ? undefined : concat(chunks)));
  request.on('error', reject);
  return promise;
}

/** Most bodies arrive in one piece, which needs no copy. */
function concat(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return first && chunks.length === 1 ? first : Buffer.concat(chunks);
}

/** Names in lower case, values of one name joined as API Gateway joins them; what it adds itself, added. */
function headersOf(request: IncomingMessage): HttpRequest['headers'] {
  const { rawHeaders, socket } = request;
  const headers = new Map<string, string>();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    const value = rawHeaders[index + 1] ?? '';
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}${name === 'cookie' ? '; ' : ','}${value}`);
  }
  headers.set('x-forwarded-for', sourceIpOf(request));
  headers.set('x-forwarded-port', String(socket.localPort));
  headers.set('x-forwarded-proto', 'https');
  return Object.fromEntries(headers);
}

function sourceIpOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

async function withTimeout(
  result: Promise<APIGatewayProxyStructuredResultV2>,
  milliseconds: number,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { promise, resolve } = Promise.withResolvers<APIGatewayProxyStructuredResultV2>();
  const timer = setTimeout(() => resolve(refusal(503, 'Service Unavailable')), milliseconds);
  try {
    return await Promise.race([result, promise]);
  } finally {
    clearTimeout(timer);
  }
}

function refusal(statusCode: number, message: string): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers: JSON_TYPE, body: JSON.stringify({ message }) };
}

function send(response: ServerResponse, result: APIGatewayProxyStructuredResultV2): void {
  const { statusCode = 200, headers = {}, cookies, body = '', isBase64Encoded = false } = result;
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies && { 'set-cookie': cookies }),
    'content-length': bytes.length,
  });
  response.end(bytes);
}
