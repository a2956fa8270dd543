import { isUtf8 } from 'node:buffer';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { BodyNotJson } from './errors.ts';
import type { Middleware } from './exchange.ts';
import type { HttpEvent } from './http-event.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Parses the body with Middy's JSON parser, which refuses `__proto__` and `constructor.prototype` keys.
 * Everything it refuses becomes our 400: its own error holds the raw body and goes no further. The bytes
 * are checked first, because the parser silently replaces invalid UTF-8.
 */
export function parseBody(): Middleware {
  const { before: parse } = httpJsonBodyParser({ disableContentTypeCheck: true });
  if (!parse) throw new TypeError('the JSON body parser has no before');
  return {
    before: ({ event, context }) => {
      const request = {
        event: { body: decodeBody(event.http) } as { body: unknown },
        context,
        response: undefined,
        error: undefined,
        internal: {},
      };
      try {
        parse(request as Parameters<typeof parse>[0]);
      } catch {
        throw new BodyNotJson('JSON without forbidden keys');
      }
      event.payload = request.event.body;
    },
  };
}

function decodeBody({ body, isBase64Encoded }: HttpEvent): string {
  if (body === undefined) throw new BodyNotJson('a body');
  if (!isBase64Encoded) {
    if (!body.isWellFormed()) throw new BodyNotJson('UTF-8');
    return body;
  }
  if (body.length % 4 !== 0 || !BASE64.test(body)) throw new BodyNotJson('base64');
  const bytes = Buffer.from(body, 'base64');
  if (!isUtf8(bytes)) throw new BodyNotJson('UTF-8');
  return bytes.toString();
}
