import { ContentTypeNotJson } from './errors.ts';
import type { Middleware } from './exchange.ts';

/** RFC 6839 section 3.1: `application/json` and everything with the suffix `+json`; parameters are allowed. */
const JSON_TYPE = /^application\/([a-z0-9.+-]+\+)?json\s*(;|$)/i;

/** Refuses calls whose content type is not JSON (415). */
export function requireJson(): Middleware {
  return {
    before: ({ event }) => {
      if (!JSON_TYPE.test(event.http.headers.get('content-type') ?? '')) throw new ContentTypeNotJson();
    },
  };
}
