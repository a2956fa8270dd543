/** What the pipeline reads of an API Gateway HTTP API event (payload version 2.0). */
export interface HttpEvent {
  /** In capitals, such as `POST`. */
  readonly method: string | undefined;
  /** Header values by lower-case name; names that differ only in case are joined with a comma, as HTTP does. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
  readonly sourceIp: string | undefined;
  /** When API Gateway received the call, in milliseconds since the epoch. */
  readonly timeEpoch: number | undefined;
  /** The claims that API Gateway's JWT authorizer has checked. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

/** Reads an event of any shape; what is absent or of the wrong type is undefined. Never throws. */
export function readHttpEvent(event: unknown): HttpEvent {
  const { headers, body, isBase64Encoded, requestContext } = recordOf(event);
  const { http, timeEpoch, authorizer } = recordOf(requestContext);
  const { method, sourceIp } = recordOf(http);
  const { claims } = recordOf(recordOf(authorizer)['jwt']);
  return {
    method: typeof method === 'string' ? method : undefined,
    headers: readHeaders(headers),
    body: typeof body === 'string' ? body : undefined,
    isBase64Encoded: isBase64Encoded === true,
    sourceIp: typeof sourceIp === 'string' ? sourceIp : undefined,
    timeEpoch: typeof timeEpoch === 'number' ? timeEpoch : undefined,
    claims: isRecord(claims) ? claims : undefined,
  };
}

function readHeaders(headers: unknown): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const [name, value] of Object.entries(recordOf(headers))) {
    if (typeof value !== 'string') continue;
    const key = name.toLowerCase();
    const earlier = read.get(key);
    read.set(key, earlier === undefined ? value : `${earlier},${value}`);
  }
  return read;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}
