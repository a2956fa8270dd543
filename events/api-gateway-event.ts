import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** An HTTP request as API Gateway receives it. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly protocol: string;
  /** Names in lower case; several headers of one name joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly requestId: string;
}

const ACCOUNT = '000000000000';
const API = 'local';
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml)\b|application\/[\w.-]+\+(json|xml)\b)/i;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * The event an HTTP API makes of a request for the route `<method> <path>`: payload format 2.0. Cookies have
 * their own list; a body that is not text, by its content type or its bytes, is base64.
 *
 * Source: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export function apiGatewayEvent(request: HttpRequest): APIGatewayProxyEventV2 {
  const { method, path, query, protocol, sourceIp, receivedAt, requestId, body } = request;
  const { cookie, ...headers } = request.headers;
  const routeKey = `${method} ${path}`;
  const isBase64Encoded = body.length > 0 && !isText(headers, body);
  const domainName = headers['host'] ?? `${API}.execute-api.us-east-1.amazonaws.com`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookie !== undefined && { cookies: cookie.split(/; */) }),
    headers,
    ...(query !== '' && { queryStringParameters: parseQuery(query) }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: API,
      domainName,
      domainPrefix: domainName.split('.')[0] ?? '',
      http: { method, path, protocol, sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId,
      routeKey,
      stage: '$default',
      time: formatTime(receivedAt),
      timeEpoch: receivedAt,
    },
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? 'base64' : 'utf8') }),
    isBase64Encoded,
  };
}

function isText(headers: Readonly<Record<string, string>>, body: Buffer): boolean {
  const encoded = headers['content-encoding'] !== undefined;
  return !encoded && TEXT_TYPES.test(headers['content-type'] ?? '') && isUtf8(body);
}

function parseQuery(query: string): Record<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    const earlier = parameters.get(name);
    parameters.set(name, earlier === undefined ? value : `${earlier},${value}`);
  }
  return Object.fromEntries(parameters);
}

/** `20/Nov/2026:09:05:00 +0000`, the Common Log Format that API Gateway uses. */
function formatTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString();
  const month = Number(iso.slice(5, 7)) - 1;
  return `${iso.slice(8, 10)}/${MONTHS.slice(month * 3, month * 3 + 3)}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}
