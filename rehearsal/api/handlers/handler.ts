import type { ApiAnswer, Call } from '../exchange.ts';
import type { World } from '../world.ts';

/** Carries out one operation; refusals are thrown as `ApiError` or `OrgRefusal`. */
export type Handler = (world: World, call: Call) => ApiAnswer | Promise<ApiAnswer>;

/** A moment as Okta writes it. */
export const isoTime = (at: number): string => new Date(at).toISOString();

/** A moment that may not have come. */
export const isoTimeOrNull = (at: number | undefined): string | null =>
  at === undefined ? null : isoTime(at);

/** Whether a query parameter says yes. */
export function readFlag(query: URLSearchParams, name: string, otherwise: boolean): boolean {
  const text = query.get(name);
  return text === null ? otherwise : text === 'true';
}
