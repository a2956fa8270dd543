import type * as z from 'zod';
import { invalid, notWellFormed } from './api-error.ts';

/**
 * Reads a request's body; unknown fields are dropped.
 *
 * @param what Okta's name of the thing, for the summary
 * @throws ApiError 400: no JSON object, or E0000001 with one cause a fault
 */
export function readBody<Output>(schema: z.ZodType<Output>, body: unknown, what: string): Output {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw notWellFormed();
  const { success, data, error } = schema.safeParse(body);
  if (success) return data;
  throw invalid(what, ...error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`));
}
