import { BodyTooLarge } from './errors.ts';
import type { Middleware } from './exchange.ts';
import type { HttpEvent } from './http-event.ts';

/** The largest body of a call, in decoded bytes: Okta's own bound for answers. */
const BODY_LIMIT_BYTES = 256 * 1024;

/** Refuses bodies over the limit (413) before anything decodes or parses them. */
export function limitSize(limit: number = BODY_LIMIT_BYTES): Middleware {
  return {
    before: ({ event }) => {
      if (decodedBytes(event.http) > limit) throw new BodyTooLarge(limit);
    },
  };
}

function decodedBytes({ body = '', isBase64Encoded }: HttpEvent): number {
  return Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
}
