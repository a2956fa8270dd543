import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { apiGatewayEvent } from './api-gateway-event.ts';

/** Where API Gateway routes each kind of call. */
export const HOOK_PATHS = {
  import: '/hooks/import',
  password: '/hooks/password',
  events: '/hooks/events',
} as const;
export type HookKind = keyof typeof HOOK_PATHS;

// a fixed moment, and an address from the block reserved for documentation (RFC 5737)
const RECEIVED_AT = Date.UTC(2026, 10, 2, 9, 0, 0);
const SOURCE_IP = '203.0.113.7';

/**
 * The API Gateway event of one of Okta's calls, with `secret` in the header `header`. The same arguments always
 * make the same event, so that generated files do not change by themselves.
 */
export function hookCallEvent(call: {
  readonly hook: HookKind;
  /** The payload as Okta sends it: JSON text. */
  readonly payload: string;
  readonly header: string;
  readonly secret: string;
}): APIGatewayProxyEventV2 {
  const body = Buffer.from(call.payload);
  return apiGatewayEvent({
    method: 'POST',
    path: HOOK_PATHS[call.hook],
    query: '',
    protocol: 'HTTP/1.1',
    headers: {
      accept: 'application/json',
      'content-length': String(body.length),
      'content-type': 'application/json',
      host: 'hooks.example.com',
      'user-agent': 'okta-hooks-example/1',
      [call.header.toLowerCase()]: call.secret,
    },
    body,
    sourceIp: SOURCE_IP,
    receivedAt: RECEIVED_AT,
    requestId: createHash('sha256').update(body).digest('base64url').slice(0, 16),
  });
}
